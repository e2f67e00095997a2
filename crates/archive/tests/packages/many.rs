//! Ten thousand 件 go in and ten thousand come out: sealed as folder and as zip, judged, made a tree of either layout, counted by what stands
//! on the disk and by the catalogue.

use std::collections::BTreeSet;

use jishi_archive::{Form, Limits, PayloadFile, Source, tree};
use jishi_core::metadata::TransferLayout;

use crate::common::{files, full, pack, plan, quiet};

const ITEMS: usize = 10_000;

fn number(at: usize) -> String {
    format!("Z109-WS·2024-D30-ZZB-{at:05}")
}

#[test]
fn ten_thousand_items_are_sealed_judged_and_made_a_tree_and_none_is_lost() {
    // In memory where there is some: every file is brought to the disk, and eighty thousand waits for it prove nothing here.
    let dir = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    let mut many = plan();
    let entry = |at: usize| {
        format!(
            "<文件><顺序号>{at}</顺序号><档号>{}</档号><责任者>某</责任者><题名>谈话记录{at}</题名><日期>20240305</日期>\
             <保管期限>30年</保管期限><密级></密级><页数>1</页数><备注></备注></文件>\n",
            number(at)
        )
    };
    let catalogue = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<文件目录>\n{}</文件目录>\n",
        (1..=ITEMS).map(entry).collect::<String>()
    );
    many.payload = vec![
        PayloadFile { path: "目录文件.XML".into(), source: Source::Bytes(catalogue.into_bytes()), expected_sha256: None },
        PayloadFile {
            path: "说明文件.TXT".into(),
            source: Source::Bytes("移交单位：某县委组织部\n内容描述：第三批\n".into()),
            expected_sha256: None,
        },
    ];
    for at in 1..=ITEMS {
        for (name, text) in [("001_正文.txt", format!("第{at}件")), ("电子档案元数据.XML", format!("<元数据>{at}</元数据>"))]
        {
            let path = format!("Z109/WS/2024/{}/{name}", number(at));
            many.payload.push(PayloadFile { path, source: Source::Bytes(text.into_bytes()), expected_sha256: None });
        }
    }
    many.seal.items = ITEMS as u64;
    let payload = many.payload.len() as u64;
    // Limits are there against bombs, not against a large batch: five times as much still passes.
    assert!(Limits::default().entries >= payload * 5, "{:?}", Limits::default());
    let folder = pack(&many, dir.path(), Form::Folder);
    let zip = pack(&many, dir.path(), Form::Zip);
    for packed in [&folder, &zip] {
        assert_eq!((packed.record.items, packed.record.files), (ITEMS as u64, payload));
    }
    let report = full(&zip.path);
    assert_eq!(report.findings, vec![]);
    assert_eq!((report.facts.files, report.facts.sealed), (payload, true));
    let wanted: BTreeSet<String> = (1..=ITEMS).map(number).collect();
    for layout in TransferLayout::ALL {
        let into = dir.path().join(format!("{layout:?}"));
        jishi_fs::create_dir(&into).unwrap();
        let made = tree(&zip.path, &into, layout, &mut quiet()).unwrap();
        let there = files(&made.path);
        assert_eq!(made.files as usize, there.len());
        let of = |ending: &str| -> BTreeSet<String> {
            there.iter().filter_map(|f| f.strip_suffix(ending)?.rsplit('/').next().map(str::to_owned)).collect()
        };
        assert_eq!(of("/001_正文.txt"), wanted);
        assert_eq!(of("/电子档案元数据.XML"), wanted);
        let catalogue = if layout == TransferLayout::DaT93 { "目录文件.XML" } else { "文件目录.XML" };
        let text = jishi_fs::read_text(&made.path.join(catalogue)).unwrap();
        // That it is sound and sealed, `tree` has judged itself before it gave it its name.
        let listed: BTreeSet<&str> = text.split("<档号>").skip(1).filter_map(|rest| Some(rest.split_once('<')?.0)).collect();
        assert_eq!(listed, wanted.iter().map(String::as_str).collect());
    }
}

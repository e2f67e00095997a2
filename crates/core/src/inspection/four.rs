//! 四性检测: what a machine can judge of metadata, content and package before it is sealed, item by item of DA/T 70-2018.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;

use super::{Examined, ExaminedFile, Item, Said, called};
use crate::arrange::{VolumeItem, is_dat13, is_dat22, is_well_formed};
use crate::metadata::{self, DIRECTORY_2022};
use crate::secrecy;

/// Formats an archives bureau takes (GB/T 18894-2016, GB/T 33190-2016).
const FORMATS: [&str; 5] = ["pdf", "jpg", "png", "tif", "ofd"];
/// Longest texts we let stand, in characters: [recalled], no standard text at hand.
const LONGEST: [(&str, usize); 4] = [("题名", 300), ("责任者", 200), ("文号", 60), ("备注", 500)];
/// What the probe calls a signature within a file.
const SIGNED: &str = "电子签名";
/// Left behind by systems, or fit to run.
const UNWELCOME: [&str; 14] = ["exe", "com", "bat", "cmd", "scr", "lnk", "vbs", "js", "msi", "dll", "inf", "tmp", "db", "ini"];

pub(super) fn judge(e: &Examined<'_>, item: &Item) -> Said {
    let plan = e.plan;
    let each = |good: String, fault: &dyn Fn(&VolumeItem) -> Option<String>| {
        let found: Vec<String> = plan.items.iter().filter_map(|i| fault(i).map(|f| format!("{}：{f}", called(i)))).collect();
        Said::list(&found, good)
    };
    let files = |good: String, fault: &dyn Fn(&ExaminedFile) -> Option<String>| {
        let found: Vec<String> = e.files.iter().filter_map(|f| fault(f).map(|why| format!("“{}”{why}", f.path))).collect();
        Said::list(&found, good)
    };
    let count = plan.items.len();
    match item.code.as_str() {
        "GD-1-1" => fixed(e),
        "GD-1-2" => each(format!("{count}件的题名、责任者、文号、备注都在限长以内"), &too_long),
        "GD-1-3" => each(format!("{count}件的日期、页数格式相符"), &|i| {
            let digits = i.date.len() == 8 && i.date.bytes().all(|b| b.is_ascii_digit());
            (!i.date.is_empty() && !digits).then(|| format!("日期“{}”不是八位数字", i.date))
        }),
        "GD-1-4" => each(format!("{count}件的保管期限、密级都用规定的词"), &|i| {
            let known = secrecy::rank(&i.secrecy).is_some_and(|rank| rank > 0) || i.secrecy.starts_with("工作秘密");
            (!i.secrecy.is_empty() && !known).then(|| format!("密级“{}”不是秘密、机密、绝密", i.secrecy))
        }),
        "GD-1-5" => each(format!("{count}件的年度、日期合理"), &|i| unreasonable(e, i)),
        "GD-1-6" => each(format!("{count}件的元数据没有特殊字符"), &special),
        "GD-1-7" => {
            each(format!("{count}个档号合乎 DA/T 22 或 DA/T 13 的式样，间隔号都是“·”（U+00B7）"), &|i| {
                let no = &i.archive_no;
                if !is_well_formed(no) {
                    return Some(format!("档号“{no}”不合规则"));
                }
                (!is_dat22(no) && !is_dat13(no)).then(|| format!("档号“{no}”是自定的式样，不是 DA/T 22、DA/T 13 的"))
            })
        }
        "GD-1-8" => repeated(e),
        "GD-1-10" => files(format!("{}个文件的大小、格式与登记的相符", e.files.len()), &|f| {
            if f.size != f.registered {
                return Some(format!("登记{}字节，现有{}字节", f.registered, f.size));
            }
            (!f.format.is_empty() && f.format != f.named).then(|| format!("名称是 {}，内容是 {}", f.named, f.format))
        }),
        "GD-1-11" => without_content(e, "没有电子内容，只有纸质件"),
        "GD-1-12" | "GD-1-13" => {
            let faults = metadata::layout_faults(e.paths, &plan.items.iter().map(|i| i.archive_no.clone()).collect::<Vec<_>>());
            let of_lists = item.code == "GD-1-12";
            let mut found: Vec<String> = faults.iter().filter(|f| f.about_lists == of_lists).map(|f| f.words.clone()).collect();
            if !of_lists {
                return Said::list(&found, format!("{count}个档号各有一个文件夹，没有多余文件"));
            }
            let (description, directory) = e.lists;
            found.extend(metadata::list_faults(description, directory, plan));
            Said::list(&found, format!("说明文件和{DIRECTORY_2022}的必填字段都有，{count}件逐件相符"))
        }
        "GD-1-14" => files(
            format!("{}个内容文件封装前重读的摘要与登记的一致；写入包后再读一遍，不一致即不封存", e.files.len()),
            &other_digest,
        ),
        "GD-2-1" => {
            let same = plan.items.len() == plan.total_items as usize && e.metadata.len() == plan.items.len();
            let words = format!("目录{count}件，合计{}件，元数据{}份", plan.total_items, e.metadata.len());
            if same { Said::good(words) } else { Said::bad(words) }
        }
        "GD-2-2" => {
            let (now, then) =
                e.files.iter().fold((0_u64, 0_u64), |(a, b), f| (a.saturating_add(f.size), b.saturating_add(f.registered)));
            let words = format!("登记{then}字节，现有{now}字节");
            if now == then { Said::good(words) } else { Said::bad(words) }
        }
        "GD-2-3" => {
            let found: Vec<String> = e.metadata.iter().flat_map(|(_, text)| metadata::lacking(text)).collect();
            Said::list(&found, format!("{}份元数据的必备项都有", e.metadata.len()))
        }
        "GD-2-4" => each(format!("{count}件的必填项都已著录"), &|i| {
            let empty: Vec<&str> = [("题名", &i.title), ("责任者", &i.responsible), ("日期", &i.date), ("档号", &i.archive_no)]
                .into_iter()
                .filter(|(_, v)| v.trim().is_empty())
                .map(|(k, _)| k)
                .chain((i.pages == 0).then_some("页数"))
                .collect();
            (!empty.is_empty()).then(|| format!("没有{}", empty.join("、")))
        }),
        "GD-2-5" => {
            let found: Vec<String> = plan
                .items
                .iter()
                .zip(e.metadata)
                .filter(|(_, (_, text))| !text.contains("<业务行为>"))
                .map(|(i, _)| format!("{}没有形成过程", called(i)))
                .collect();
            Said::list(&found, format!("{count}件都写明业务行为、时间和责任人"))
        }
        "GD-2-6" => continuous(e),
        // What lies on paper alone has no content here, whatever its metadata say.
        "GD-2-7" => {
            let faulty = e.files.iter().filter_map(|f| f.fault.as_ref().map(|why| format!("{}{why}", called_file(f))));
            let found: Vec<String> = faulty.chain(bare(e).map(|i| format!("{}只有纸质件", called(i)))).collect();
            Said::list(&found, format!("{count}件的{}个内容文件都在，打得开", e.files.len()))
        }
        "GD-2-11" => {
            let listed: BTreeSet<&str> = e.paths.iter().map(String::as_str).collect();
            files(format!("{}个内容文件都在要封存的清单里，重读的摘要相符", e.files.len()), &|f| {
                let left_out = || (!listed.contains(f.path.as_str())).then(|| "不在要封存的清单里".to_owned());
                f.fault.clone().or_else(|| other_digest(f)).or_else(left_out)
            })
        }
        "GD-2-8" => {
            let on_paper_in = |i: &VolumeItem| {
                let on_paper =
                    |m: crate::id::MaterialId| e.case.materials.iter().any(|x| x.id == m && x.content.sha256.is_empty());
                let paper: Vec<&str> = i.parts.iter().filter(|p| on_paper(p.material)).map(|p| p.name.as_str()).collect();
                // A 件 on paper alone is told of by GD-1-11.
                let some = !paper.is_empty() && paper.len() < i.parts.len();
                (some && !i.extract).then(|| format!("{}只有纸质件", paper.join("、")))
            };
            each("件内各部分都有内容数据".into(), &on_paper_in)
        }
        "GD-2-9" => {
            let by = if plan.table.is_empty() { "归档范围表" } else { &plan.table };
            each(format!("{count}件都在{by}内"), &|i| {
                let beyond = i.remark.contains("目录未列") || i.remark.contains("所属记录不存在");
                let beyond = beyond || (!plan.table.is_empty() && i.rule.is_empty());
                beyond.then(|| "归档范围表里没有这种材料".to_owned())
            })
        }
        "GD-2-10" => each(format!("{count}件各有一份元数据"), &|i| {
            let own = e.metadata.iter().filter(|(key, text)| *key == i.key && !text.is_empty()).count();
            (own != 1).then(|| if own == 0 { "没有元数据".to_owned() } else { format!("有{own}份元数据") })
        }),
        "GD-3-1" => {
            let found: Vec<String> = e
                .metadata
                .iter()
                .zip(&plan.items)
                .filter(|((_, text), _)| !metadata::parses(text))
                .map(|(_, i)| format!("{}的元数据不能解析", called(i)))
                .collect();
            Said::list(&found, format!("{}份元数据都能解析", e.metadata.len()))
        }
        "GD-3-2" => each(format!("{count}件的元数据都由工作区数据库读出，题名、档号读得回来"), &|i| {
            let text = e.metadata.iter().find(|(key, _)| *key == i.key).map_or("", |(_, text)| text);
            let held = |value: &str| value.is_empty() || text.contains(&crate::xml::escape(value));
            (!held(&i.title) || !held(&i.archive_no)).then(|| "读出的元数据里没有它的题名或档号".to_owned())
        }),
        "GD-3-3" => files("内容文件都是归档格式".into(), &|f| {
            (!FORMATS.contains(&f.format.as_str()))
                .then(|| format!("不是归档格式（{}）", if f.format.is_empty() { "认不出" } else { &f.format }))
        }),
        "GD-3-4" => {
            let scans = e.files.iter().filter(|f| f.scan).count();
            files(format!("{}个文件程序都能打开，其中扫描件{scans}个", e.files.len()), &|f| {
                f.fault.as_ref().map(|fault| format!("打不开：{fault}"))
            })
        }
        "GD-3-8" => files("没有加密的文件，文件里没有脚本、附件和没有嵌入的字体".into(), &|f| {
            let active: Vec<&str> = f.active.iter().map(String::as_str).filter(|a| *a != SIGNED).collect();
            let fonts = format!("用到的字体没有嵌入（{}）", f.fonts_missing.join("、"));
            let found: Vec<String> = [
                f.encrypted.then(|| "加了密".to_owned()),
                (!active.is_empty()).then(|| format!("里有{}", active.join("、"))),
                (!f.fonts_missing.is_empty()).then_some(fonts),
            ]
            .into_iter()
            .flatten()
            .collect();
            (!found.is_empty()).then(|| found.join("，"))
        }),
        "GD-4-3" => {
            let bad =
                |p: &&String| p.rsplit('.').next().is_some_and(|ext| UNWELCOME.contains(&ext.to_ascii_lowercase().as_str()));
            let found: Vec<String> = e.paths.iter().filter(bad).map(|p| format!("多余文件“{p}”")).collect();
            Said::list(&found, format!("{}个文件中没有系统残留和可执行文件；载体上的另在写盘时查", e.paths.len()))
        }
        "GD-4-7" => {
            let (lines, faults) = &e.journal;
            Said::list(faults, format!("操作逐条记入日志，{lines}行前后相连；封签写明封存时的日志行"))
        }
        _ => Said::good(""),
    }
}

fn called_file(f: &ExaminedFile) -> String {
    format!("“{}”", f.path)
}

/// A file whose bytes are no longer those that were taken in.
fn other_digest(f: &ExaminedFile) -> Option<String> {
    match (&f.fault, f.sha256.is_empty()) {
        (Some(fault), true) => Some(format!("读不出：{fault}")),
        _ => (f.sha256 != f.registered_sha256).then(|| "的摘要与挂接时登记的不同，内容变过".to_owned()),
    }
}

/// Digests are for the machine; whether a signature of another hand holds, only who has its certificates can tell.
fn fixed(e: &Examined<'_>) -> Said {
    let found: Vec<String> =
        e.files.iter().filter_map(|f| other_digest(f).map(|why| format!("{}{why}", called_file(f)))).collect();
    let count = e.files.len();
    let good = format!("{count}个内容文件逐个重读，SHA-256 与挂接时登记的相符");
    let signed: Vec<String> = e.files.iter().filter(|f| f.active.iter().any(|a| a == SIGNED)).map(called_file).collect();
    if !found.is_empty() || signed.is_empty() {
        return Said::list(&found, good);
    }
    let names = signed.iter().take(3).cloned().collect::<Vec<_>>().join("、");
    Said::asking(format!("{good}；{names}等{}个文件带有电子签名，程序不能判断它是否有效", signed.len()))
}

fn too_long(i: &VolumeItem) -> Option<String> {
    let texts = [&i.title, &i.responsible, &i.doc_no, &i.remark];
    LONGEST
        .iter()
        .zip(texts)
        .find(|((_, most), text)| text.chars().count() > *most)
        .map(|((name, most), text)| format!("{name}有{}字，超过{most}字", text.chars().count()))
}

fn unreasonable(e: &Examined<'_>, i: &VolumeItem) -> Option<String> {
    let this_year = e.today.year();
    if !(1949..=this_year).contains(&i.category.year) {
        return Some(format!("年度 {} 不合理", i.category.year));
    }
    let today = e.today.format("%Y%m%d").to_string();
    if !i.date.is_empty() && i.date > today {
        return Some(format!("日期 {} 晚于今天", i.date));
    }
    (!i.date.is_empty() && i.date.as_str() < "19490000").then(|| format!("日期 {} 不合理", i.date))
}

fn special(i: &VolumeItem) -> Option<String> {
    let odd = |c: &char| {
        c.is_control()
            || *c == '\u{fffd}'
            || ('\u{e000}'..='\u{f8ff}').contains(c)
            || matches!(*c, '\u{200b}'..='\u{200f}' | '\u{feff}')
    };
    let texts = [&i.title, &i.responsible, &i.doc_no, &i.archive_no, &i.remark];
    texts.iter().flat_map(|t| t.chars()).find(odd).map(|c| format!("含特殊字符 U+{:04X}", u32::from(c)))
}

fn repeated(e: &Examined<'_>) -> Said {
    let mut numbers = BTreeSet::new();
    let mut alike: BTreeMap<(&str, &str, &str), u32> = BTreeMap::new();
    let mut found = Vec::new();
    for i in &e.plan.items {
        if !numbers.insert(&i.archive_no) {
            found.push(format!("档号“{}”重复", i.archive_no));
        }
        let before = alike.insert((&i.title, &i.doc_no, &i.date), i.order);
        if let Some(before) = before {
            found.push(format!("第{before}件与第{}件题名、文号、日期全同", i.order));
        }
    }
    Said::list(&found, format!("{}个档号不重复，没有题名、文号、日期全同的件", numbers.len()))
}

/// 件 without a content file.
fn bare<'e>(e: &'e Examined<'_>) -> impl Iterator<Item = &'e VolumeItem> {
    let held: BTreeSet<&str> = e.files.iter().map(|f| f.item.as_str()).collect();
    e.plan.items.iter().filter(move |i| !held.contains(i.key.as_str()))
}

fn without_content(e: &Examined<'_>, words: &str) -> Said {
    let found: Vec<String> = bare(e).map(|i| format!("{}{words}", called(i))).collect();
    Said::list(&found, format!("{}件的元数据都指到内容文件", e.plan.items.len()))
}

fn continuous(e: &Examined<'_>) -> Said {
    let mut found: Vec<String> = e
        .plan
        .items
        .iter()
        .zip(1_u32..)
        .filter(|(i, n)| i.order != *n)
        .map(|(i, n)| format!("顺序号应为{n}，写的是{}", i.order))
        .collect();
    found.extend(e.findings.iter().filter(|f| f.code == "V39" && f.message.contains("件号")).map(|f| f.message.clone()));
    let runs: Vec<String> = e.plan.ranges.iter().map(|r| r.words("至")).collect();
    Said::list(&found, format!("顺序号1至{}；{}", e.plan.items.len(), runs.join("；")))
}

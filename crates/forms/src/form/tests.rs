//! Every form, empty, filled and overfull, before the same judges; and the loader before broken files.

mod printed;

use super::spec::{BlockSpec, CellBody, Content, Each};
use super::*;
use crate::judge::{sound, squeezed, structure};
use crate::sample::long_text;
use crate::testing::{fonts, keep, photo};
use jishi_core::forms::{Field, Kind, Tree, vocabulary};

#[derive(Clone, Copy, PartialEq)]
enum Size {
    Usual,
    Long,
}

/// Names with rare characters; the later ones also long.
const NAMES: [&str; 6] = ["欧阳䶮", "买买提·艾力", "黄㛃", "赵国𬀩", "古丽巴哈尔·阿卜杜热合曼·托合提", "王𠮷𡐓"];

fn text(field: &Field, size: Size, n: usize) -> String {
    let own = match field.name {
        "性别" => "女",
        "条例版次" => "2019",
        "出生年月" => "1978.03",
        "出生时间" | "工作时间" => "1978年3月",
        "年龄" => "48",
        "民族" => "汉族",
        "籍贯" | "出生地" => "四川内江",
        "入党时间" | "参加工作时间" | "任现职时间" | "计算年龄时间" | "填表时间" => "2001.07",
        "政治面貌" => "中共党员",
        "健康状况" => "健康",
        "现任职务" => "市水利局党组副书记、副局长",
        "拟任职务" => "市水利局党组书记、局长（试用期一年）",
        "拟免职务" => "市水利局副局长",
        "拟任免职务" => "任市水利局党组书记、局长；免市水利局副局长",
        "批次名称" => "2026年第三批干部调整",
        "单位" | "全宗名称" | "移交单位" => "中共某市委组织部",
        "全宗号" => "Z109",
        "年度" => "2026",
        "学历学位" => "大学\n管理学学士",
        "封签摘要" => "9f86d081 884c7d65 9a2feaa0 c55ad015 a3bf4f1b 2b0b822c d15d6c15 b0f00a08",
        "封签摘要前半" => "9f86d081\n884c7d65\n9a2feaa0\nc55ad015",
        "封签摘要后半" => "a3bf4f1b\n2b0b822c\nd15d6c15\nb0f00a08",
        "二维码" => return format!("1|Z109-2026-{n:04}|{0}|{0}|17|{1}", "9f86d081884c7d65".repeat(4), 48_123_456 + n),
        "起止件号" => "0001—0017",
        "保管期限" => "永久",
        "机构" => "干部一科",
        "盒号" => "7",
        "得票率" => "93.0%",
        "业务类型" => "换届选拔",
        "照片" => "",
        name => {
            return match (field.kind, size) {
                (Kind::Name, _) => NAMES[n % NAMES.len()].to_owned(),
                (Kind::Date, _) => format!("2026年{}月{}日", n % 12 + 1, n % 28 + 1),
                (Kind::Number, _) => (n * 7 % 53 + 1).to_string(),
                (Kind::Long, Size::Long) => format!("{name}：{}", long_text(500)),
                (Kind::Long, Size::Usual) => format!("{name}：{}", long_text(60)),
                (_, Size::Long) => format!("{name}（{}）", long_text(40)),
                _ => format!("{name}内容"),
            };
        }
    };
    own.to_owned()
}

fn tree(fields: &[&Field], size: Size, n: usize) -> Tree {
    let mut tree = Tree::new();
    for field in fields {
        match field.kind {
            Kind::Rows(inner) => {
                let inner: Vec<&Field> = inner.iter().collect();
                let rows = (0..if size == Size::Long { 60 } else { 4 }).map(|i| {
                    let mut row = self::tree(&inner, if size == Size::Long && i % 7 == 0 { size } else { Size::Usual }, i);
                    row.set("序号", (i + 1).to_string());
                    row
                });
                tree.set_rows(field.name, rows.collect());
            }
            Kind::Picture => tree.set_picture(field.name, photo(image::ImageFormat::Jpeg, 295, 413)),
            _ => tree.set(field.name, text(field, size, n)),
        }
    }
    for step in 1..=44 {
        for fact in jishi_core::forms::STEP_FACTS {
            let words = if fact == "操作情况" {
                long_text(if size == Size::Long { 400 } else { 30 })
            } else {
                format!("{fact}{step}")
            };
            tree.set(format!("S{step:02}·{fact}"), words);
        }
    }
    tree
}

fn made(spec: &FormSpec, size: Option<Size>) -> Rendered {
    let data = size.map(|size| tree(&vocabulary(spec.subject, &spec.records), size, if size == Size::Long { 4 } else { 0 }));
    let about = if data.is_some() { "欧阳䶮" } else { "" };
    let filling = Filling {
        data: data.as_ref(),
        about,
        unit: "中共某市委组织部",
        foot: "内置示例目录 版本 1.0",
        made_on: "2026-06-30",
        code: None,
        known: None,
    };
    render(spec, &filling, fonts()).unwrap_or_else(|e| panic!("{}: {e}", spec.name))
}

fn forms() -> &'static [FormSpec] {
    builtin().unwrap_or_else(|faults| panic!("{faults:#?}"))
}

fn take_texts(out: &mut Vec<String>, data: &Tree, template: &template::Template, row: Option<&Tree>) {
    for piece in &template.0 {
        match piece {
            template::Piece::Text(text) => out.push(text.clone()),
            template::Piece::Field(name) => {
                let value = row.filter(|r| r.get(name).is_some()).map_or_else(|| data.text(name), |r| r.text(name));
                // In running text the lines of a cell become a list.
                out.extend(value.split('\n').map(str::to_owned));
            }
            template::Piece::Or(name, words) => {
                out.push(if data.text(name).is_empty() { words.clone() } else { data.text(name).to_owned() });
            }
            template::Piece::Choice(_, words) => out.extend(words.iter().cloned()),
        }
    }
}

/// Every text a form must print of a tree: its own words and the values it names.
fn wanted(blocks: &[BlockSpec], data: &Tree, fill: &fill::Fill<'_>, out: &mut Vec<String>) {
    use take_texts as take;
    for block in blocks {
        if !fill.meets(&block.when) {
            continue;
        }
        match &block.content {
            Content::Title { text, .. } | Content::Heading { text, .. } | Content::Text { text, each: None, .. } => {
                take(out, data, text, None)
            }
            Content::Text { text, each: Some(each), .. } => {
                data.rows(each).iter().for_each(|row| take(out, data, text, Some(row)))
            }
            Content::Beside { parts, .. } => parts.iter().for_each(|p| take(out, data, &p.text, None)),
            Content::Fields { rows, .. } => {
                for cell in rows.iter().flatten() {
                    match &cell.body {
                        CellBody::Label(t) | CellBody::Head(t) | CellBody::Text(t) => take(out, data, t, None),
                        CellBody::Picture(_) => {}
                    }
                }
            }
            Content::List { each, columns, .. } => {
                for row in data.rows(each) {
                    let inner = fill.rows(each).1;
                    let scope = fill::Scope { row: Some(row), inner, number: 1 };
                    let worded = |c: &&spec::ColumnSpec| c.text.only().is_none_or(|name| fill.kind(name, scope) != Kind::Code);
                    columns.iter().filter(worded).for_each(|c| take(out, data, &c.text, Some(row)));
                }
                for column in columns {
                    take(out, data, &template::Template::parse(&column.head).unwrap(), None);
                }
            }
            Content::Signatures { names, .. } => names.iter().for_each(|n| take(out, data, n, None)),
            Content::Gap(_) | Content::Page => {}
            Content::Tiles { blocks, .. } => wanted(blocks, data, fill, out),
        }
    }
}

#[test]
fn every_form_empty_filled_and_overfull_is_archival_and_says_what_it_was_given() {
    let (from, to) = (std::env::var("JISHI_FORM").ok(), 3);
    for spec in forms().iter().filter(|s| from.as_ref().is_none_or(|k| *k == s.key)) {
        for (name, size) in [("空白", None), ("填写", Some(Size::Usual)), ("超长", Some(Size::Long))].into_iter().take(to) {
            let name = format!("{}（{name}）", spec.name);
            let one = made(spec, size);
            keep(&name, &one.pdf);
            sound(&name, &one.pdf);
            if size == Some(Size::Usual) {
                assert_eq!(one, made(spec, size), "{name}: the same input, the same bytes");
            }
            let said = squeezed(&structure(&one.pdf)).replace('"', "");
            let Some(size) = size else {
                // Ballots and labels are made to be used; every other empty form says what it is.
                assert_eq!(said.contains("参考模本"), spec.layout != SheetKind::Cut, "{name}");
                continue;
            };
            let data = tree(&vocabulary(spec.subject, &spec.records), size, if size == Size::Long { 4 } else { 0 });
            let filling =
                Filling { data: Some(&data), about: "", unit: "", foot: "", made_on: "2026-06-30", code: None, known: None };
            let mut words = Vec::new();
            wanted(&spec.blocks, &data, &fill::Fill::new(spec, &filling, fonts()), &mut words);
            // A page number says one thing, every other form more.
            assert!(words.len() > if spec.each == Some(Each::Page) { 0 } else { 3 }, "{name}");
            for word in words.iter().flat_map(|w| w.lines()) {
                let word = squeezed(word).replace('"', "");
                assert!(said.contains(&word), "{name}: {word} is not printed");
            }
        }
    }
}

#[test]
fn every_file_of_the_folder_is_built_in_and_keys_and_names_are_unique() {
    let mut files: Vec<String> = jishi_fs::list_dir(&crate::testing::asset("forms"))
        .unwrap()
        .iter()
        .map(|p| p.file_name().unwrap().to_string_lossy().into_owned())
        .filter(|n| n.ends_with(".toml"))
        .collect();
    // The 报告表 has a file of its own kind.
    let own = format!("{}.toml", crate::report::REPORT_KEY);
    let mut known: Vec<String> = TEXTS.iter().map(|(f, _)| (*f).to_owned()).chain([own]).collect();
    files.sort();
    known.sort();
    assert_eq!(files, known);
    for (i, form) in forms().iter().enumerate() {
        assert!(TEXTS.iter().any(|(f, _)| *f == format!("{}.toml", form.key)), "{} has not the key of its file", form.name);
        assert!(forms()[..i].iter().all(|other| other.key != form.key && other.name != form.name), "{}", form.key);
    }
}

#[test]
fn a_form_names_materials_and_steps_of_the_built_in_catalogue() {
    let catalogue = jishi_core::catalogue::Catalogue::builtin().unwrap();
    for (file, text) in TEXTS {
        let form = FormSpec::parse(text, file).unwrap();
        for material in &form.materials {
            let known = catalogue.steps.iter().any(|s| s.materials.iter().any(|m| m.name == *material));
            assert!(known, "{file}: no step yields {material}");
        }
        for part in text.split('{').skip(1) {
            if let Some((step, _)) = jishi_core::forms::step_field(part.split('}').next().unwrap()) {
                assert!(catalogue.step(step).is_some(), "{file}: {step}");
            }
        }
    }
}

const SMALL: &str = r#"
key = "small"
name = "小表"
group = "试"
subject = "批次"
source = "试"
layout = "表格"

[[block]]
kind = "title"
text = "小表"

[[block]]
kind = "fields"
widths = [20, 40]
rows = [[{ label = "单位" }, { text = "{单位}" }]]
"#;

#[test]
fn the_indicators_of_a_form_are_those_it_prints_and_one_without_them_is_told() {
    let text = TEXTS.iter().find(|(f, _)| *f == "achievement-ballot.toml").unwrap().1;
    // Another indicator and one grade less, as an office may have it.
    let own =
        text.replacen("公示的政绩是否属实", "本地指标", 1).replacen(", \"不了解\"", "", 1).replace("columns = 5", "columns = 4");
    let form = FormSpec::parse(&own, "自有.toml").unwrap();
    let score = form.score.clone().unwrap();
    assert_eq!((score.grades.len(), score.rows[0].name.as_str(), score.rows[0].counts.len()), (3, "本地指标", 3));
    let filling = Filling { data: None, about: "", unit: "", foot: "", made_on: "2026-06-30", code: None, known: None };
    let mut fill = fill::Fill::new(&form, &filling, fonts());
    let sheet = form.sheet();
    let blocks = blocks::build(&mut fill, &form.blocks, &sheet).unwrap();
    let set = typeset(&[Section { title: form.name.clone(), sheet, blocks, running: Running::default() }], "", fonts()).unwrap();
    let said = crate::testing::dump(&set);
    assert!(said.contains("1．本地指标") && said.contains("不满意") && !said.contains("不了解"), "{said}");
    for spec in forms().iter().filter(|f| f.score.is_some()) {
        assert!(spec.key.ends_with("-ballot"), "{}", spec.key);
    }
    assert_eq!(forms().iter().filter(|f| f.score.is_some()).count(), 3);
    let without = text.replacen("[score]", "[nothing]", 1);
    assert!(FormSpec::parse(&without, "缺.toml").is_err());
}

#[test]
fn a_broken_form_file_is_named_with_line_key_and_remedy() {
    assert!(FormSpec::parse(SMALL, "小表.toml").is_ok());
    let with = |from: &str, to: &str| SMALL.replacen(from, to, 1);
    for (code, text, words) in [
        ("F01", with("[[block]]", "[[block"), "TOML"),
        ("F02", with("name =", "nmae ="), "nmae"),
        ("F02", with("widths = [20, 40]", "widths = [20, 40]\nlevel = 2"), "level"),
        ("F03", with("group = \"试\"\n", ""), "group"),
        ("F03", with("widths = [20, 40]\n", ""), "widths"),
        ("F04", with("\"小表\"", "7"), "第 3 行"),
        ("F05", with("\"批次\"", "\"批\""), "批"),
        ("F05", with("\"fields\"", "\"table\""), "table"),
        ("F05", with("text = \"小表\"", "text = \"小表\"\nstyle = \"花体\""), "花体"),
        ("F06", with("widths = [20, 40]", "widths = [20, -4]"), "-4"),
        ("F07", with("{单位}", "{单位"), "{单位"),
        ("F08", with("\"small\"", "\"Small\""), "Small"),
        ("F08", with("subject = \"批次\"", "subject = \"批次\"\nrecords = [\"meeting\"]"), "records"),
        ("F09", with("kind = \"title\"", "kind = \"text\""), "title"),
        ("F10", with("{单位}", "{单立}"), "单立"),
        ("F10", with("{单位}", "{人选}"), "名单"),
        ("F10", with("{单位}", "{本步骤日期}"), "只有填批次、又写了 materials 的表才有"),
        ("F10", with("{单位}", "{推荐结果作用}"), "“推荐结果作用”是以前版本的栏目，现在没有了"),
        ("F11", with("{ label = \"单位\" }, ", ""), "2 栏"),
        ("F11", with("{ label = \"单位\" }", "{ label = \"单位\", rows = 2 }"), "最后一行"),
    ] {
        let faults = FormSpec::parse(&text, "小表.toml").expect_err(code);
        let fault = faults.iter().find(|f| f.code == code).unwrap_or_else(|| panic!("{code}: {faults:#?}"));
        assert_eq!(fault.place.file.as_deref(), Some("小表.toml"), "{code}");
        assert!(fault.message.contains(words), "{code}: {}", fault.message);
        assert!(!fault.remedy.is_empty() && fault.place.field.is_some(), "{code}");
    }
}

#[test]
fn a_missing_glyph_names_character_person_and_field_and_nothing_is_made() {
    let spec = forms().iter().find(|f| f.key == "vote-count").unwrap();
    let mut data = tree(&vocabulary(spec.subject, &spec.records), Size::Usual, 0);
    let mut rows = data.rows("得票").to_vec();
    rows[2].set("姓名", "王\u{E815}");
    data.set_rows("得票", rows);
    let filling =
        Filling {
            data: Some(&data), about: "2026年第三批", unit: "", foot: "", made_on: "2026-06-30", code: None, known: None
        };
    let error = render(spec, &filling, fonts()).unwrap_err().to_string();
    for part in ["U+E815", "2026年第三批", "得票第3行", "姓名", "造字"] {
        assert!(error.contains(part), "{part}: {error}");
    }
}

#[test]
fn a_part_with_several_conditions_stands_where_all_of_them_hold() {
    let spec = forms().iter().find(|f| f.key == "vote-count").unwrap();
    let mut data = tree(&vocabulary(spec.subject, &spec.records), Size::Usual, 0);
    let weights = ["选拔任用的重要依据。", "选拔任用的重要参考。", "选拔任用的重要参考，防止简单以票取人。"];
    for (purpose, edition, want) in [
        ("会议推荐", "2002", Some(0)),
        ("谈话推荐", "2014", Some(1)),
        ("会议推荐", "2019", Some(2)),
        ("表决", "2002", None),
        ("表决", "2019", None),
    ] {
        data.set("用途", purpose);
        data.set("条例版次", edition);
        let filling =
            Filling { data: Some(&data), about: "", unit: "", foot: "", made_on: "2026-06-30", code: None, known: None };
        let said = squeezed(&structure(&render(spec, &filling, fonts()).unwrap().pdf));
        let found = weights.iter().position(|words| said.contains(words));
        assert_eq!(found, want, "{purpose} {edition}: {said}");
    }
}

#[test]
fn an_empty_value_is_left_to_be_written_by_hand_and_ticks_follow_the_value() {
    let spec = forms().iter().find(|f| f.key == "procedure-sheet").unwrap();
    let mut data = tree(&vocabulary(spec.subject, &spec.records), Size::Usual, 0);
    data.set("选拔类型", "换届选拔");
    data.set("S29·应到", "");
    let filling = Filling { data: Some(&data), about: "", unit: "", foot: "", made_on: "2026-06-30", code: None, known: None };
    let said = squeezed(&structure(&render(spec, &filling, fonts()).unwrap().pdf)).replace('"', "");
    assert!(said.contains("□日常选拔■换届选拔□竞争性选拔"), "{said}");
    assert!(said.contains("应到人"), "{said}");
}

/// Golden: every line of the filled form with its place. After a wanted change look at the pages, then write it anew with
/// `JISHI_GOLDEN=write`.
#[test]
fn the_layouts_are_the_ones_that_were_looked_at() {
    for spec in forms() {
        let data = tree(&vocabulary(spec.subject, &spec.records), Size::Usual, 0);
        let filling =
            Filling { data: Some(&data), about: "欧阳䶮", unit: "", foot: "", made_on: "2026-06-30", code: None, known: None };
        let mut fill = fill::Fill::new(spec, &filling, fonts());
        let sheet = spec.sheet();
        let blocks = blocks::build(&mut fill, &spec.blocks, &sheet).unwrap();
        let section = Section { title: spec.name.clone(), sheet, blocks, running: Running::default() };
        let now = crate::testing::dump(&typeset(&[section], "欧阳䶮", fonts()).unwrap());
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("golden/forms/{}.txt", spec.key));
        if std::env::var_os("JISHI_GOLDEN").is_some() {
            jishi_fs::create_dir_all(path.parent().unwrap()).unwrap();
            jishi_fs::write_atomic(&path, now.as_bytes()).unwrap();
        }
        let golden = jishi_fs::read_text(&path).unwrap();
        let differing = golden.lines().zip(now.lines()).find(|(a, b)| a != b);
        assert!(golden == now, "{}: first difference: {differing:?}", spec.key);
    }
}

/// The parts of 会议记录, all of which an empty one has.
const MINUTES: &str = "一二三四五";

#[test]
fn an_empty_form_has_no_page_for_its_signatures_alone_and_its_parts_are_numbered_without_a_gap() {
    for spec in builtin().unwrap().iter().filter(|s| s.layout == SheetKind::Table || s.layout == SheetKind::Wide) {
        let pdf = render(
            spec,
            &Filling { data: None, about: "", unit: "", foot: "", made_on: "2026-06-30", code: None, known: None },
            fonts(),
        )
        .unwrap()
        .pdf;
        let text = crate::judge::laid_text(&pdf);
        let pages: Vec<String> = text.split('\u{c}').map(crate::judge::squeezed).filter(|p| !p.is_empty()).collect();
        if let [_, .., last] = pages.as_slice() {
            // Beside head, foot and the places to sign something is left to sign for: a numbered row, or the end of a text.
            let first = crate::judge::squeezed(pages.first().map(String::as_str).unwrap_or_default());
            let running = |line: &&str| !line.is_empty() && !first.contains(*line);
            let raw = text.split('\u{c}').rfind(|p| !p.trim().is_empty()).unwrap_or_default();
            let own: Vec<String> = raw.lines().map(crate::judge::squeezed).collect();
            let left = own.iter().map(String::as_str).filter(running).filter(|l| !l.contains("签名") && !l.contains("年月日"));
            let rows = last.contains("序号") || own.iter().any(|l| l.chars().next().is_some_and(|c| c.is_ascii_digit()));
            assert!(rows || left.clone().count() > 0, "{}: {last}", spec.key);
        }
        let parts: Vec<char> = text
            .lines()
            .filter_map(|l| l.trim().split_once('、'))
            .filter_map(|(n, _)| {
                let mut chars = n.chars();
                chars.next().filter(|c| "一二三四五六七八九十".contains(*c) && chars.next().is_none())
            })
            .collect();
        if spec.key == "minutes" {
            assert_eq!(parts, MINUTES.chars().collect::<Vec<_>>(), "{}", spec.key);
        }
    }
    let minutes = builtin().unwrap().iter().find(|f| f.key == "minutes").unwrap();
    let mut tree = Tree::new();
    tree.set("议定事项", "同意。");
    let filling = Filling { data: Some(&tree), about: "甲", unit: "", foot: "", made_on: "2026-06-30", code: None, known: None };
    let text = crate::judge::raw_text(&render(minutes, &filling, fonts()).unwrap().pdf);
    assert!(!text.contains("表决情况") && text.contains("三、议定事项"), "a part that is left out leaves no gap: {text}");
}

#[test]
fn a_form_of_a_record_that_names_one_person_has_a_sheet_for_each() {
    use jishi_core::forms::{Source, Subject, source};
    for spec in builtin().unwrap().iter().filter(|s| s.subject == Subject::Record) {
        let kind = spec.records.first().copied();
        let of_one = spec.printed().iter().any(|p| p.list.is_none() && source(spec.subject, kind, &p.name) == Source::Person);
        assert_eq!(spec.each, of_one.then_some(Each::Person), "{}", spec.key);
    }
}

#[test]
fn notices_are_worded_by_the_edition_the_batch_began_under() {
    let text = |key: &str, edition: Option<&str>| {
        let spec = builtin().unwrap().iter().find(|f| f.key == key).unwrap();
        let mut data = tree(&vocabulary(spec.subject, &spec.records), Size::Usual, 0);
        data.set("条例版次", edition.unwrap_or_default());
        data.set("分条", "是");
        data.set("条例版本", "《党政领导干部选拔任用工作条例》（某年）");
        let data = edition.map(|_| &data);
        let filling = Filling { data, about: "甲", unit: "", foot: "", made_on: "2026-06-30", code: None, known: None };
        squeezed(&crate::judge::raw_text(&render(spec, &filling, fonts()).unwrap().pdf))
    };
    for (edition, way, content, articles) in [
        (Some("2002"), "会议投票推荐和个别谈话推荐", "注重考察工作实绩，采取个别谈话", "第六条、第七条"),
        (Some("2014"), "采取会议推荐和个别谈话推荐", "强化廉政情况考察", "第七条、第八条"),
        (Some("2019"), "谈话调研推荐和会议推荐", "突出政治标准", "第七条、第八条"),
        (None, "谈话调研推荐和会议推荐", "突出政治标准", "第七条、第八条"),
    ] {
        let notice = text("recommendation-notice", edition);
        assert!(notice.contains(way) && notice.contains(articles), "{edition:?}: {notice}");
        assert_eq!(notice.matches("的方式进行").count(), 1, "{edition:?}: {notice}");
        let inspection = text("inspection-notice", edition);
        assert!(inspection.contains(content) && inspection.matches("全面考察德").count() == 1, "{edition:?}: {inspection}");
    }
    for key in ["recommendation-notice", "appointment-notice", "opinion-letter", "inspection-plan"] {
        assert!(text(key, Some("2014")).contains("工作条例》（某年）"), "{key}");
    }
}

#[test]
fn a_list_that_has_nothing_says_so_and_an_empty_form_leaves_room() {
    let spec = forms().iter().find(|f| f.key == "deviations").unwrap();
    let says = |data: Option<&Tree>| {
        let filling = Filling { data, about: "甲", unit: "", foot: "", made_on: "2026-06-30", code: None, known: None };
        crate::judge::raw_text(&render(spec, &filling, fonts()).unwrap().pdf).lines().filter(|l| l.trim() == "没有").count()
    };
    assert_eq!((says(Some(&Tree::new())), says(None)), (2, 0));
    let data = tree(&vocabulary(spec.subject, &spec.records), Size::Usual, 0);
    assert_eq!(says(Some(&data)), 0);
}

#[test]
fn only_forms_of_the_steps_name_the_catalogue_in_their_foot() {
    for (key, named) in [("procedure-sheet", true), ("deviations", true), ("minutes", false), ("item-list", false)] {
        let spec = forms().iter().find(|f| f.key == key).unwrap();
        let data = tree(&vocabulary(spec.subject, &spec.records), Size::Usual, 0);
        let foot = "某某目录 版本 7.7";
        let filling = Filling { data: Some(&data), about: "甲", unit: "", foot, made_on: "2026-06-30", code: None, known: None };
        let text = crate::judge::raw_text(&render(spec, &filling, fonts()).unwrap().pdf);
        assert_eq!(text.contains(foot), named, "{key}");
    }
}

#[test]
fn what_is_posted_up_fits_one_page_while_it_is_blank() {
    for key in ["inspection-notice", "recommendation-notice", "inspection-plan", "appointment-notice"] {
        let spec = forms().iter().find(|f| f.key == key).unwrap();
        let filling = Filling { data: None, about: "", unit: "", foot: "", made_on: "2026-06-30", code: None, known: None };
        assert_eq!(render(spec, &filling, fonts()).unwrap().pages, 1, "{key}");
    }
}

#[test]
fn a_ballot_that_runs_over_several_sheets_has_its_pages_numbered_and_one_that_is_cut_apart_has_none() {
    let spec = forms().iter().find(|f| f.key == "appraisal-ballot").unwrap();
    for (count, numbered) in [(6, false), (60, true)] {
        let mut data = tree(&vocabulary(spec.subject, &spec.records), Size::Usual, 0);
        let rows: Vec<_> = data.rows("考察对象").iter().cycle().take(count).cloned().collect();
        data.set_rows("考察对象", rows);
        let filling = Filling {
            data: Some(&data),
            about: "2026年第三批",
            unit: "",
            foot: "",
            made_on: "2026-06-30",
            code: None,
            known: None,
        };
        let mut fill = fill::Fill::new(spec, &filling, fonts());
        let sheet = spec.sheet();
        let blocks = blocks::build(&mut fill, &spec.blocks, &sheet).unwrap();
        let section = Section { title: spec.name.clone(), sheet, blocks, running: Running::default() };
        let section = with_numbers(section, "2026年第三批", fonts()).unwrap();
        let set = typeset(&[section], "2026年第三批", fonts()).unwrap();
        assert_eq!(set.page_count() > 1, numbered);
        let said = crate::testing::dump(&set);
        assert_eq!(said.contains(&format!("第1页 共{}页", set.page_count())), numbered, "{count}");
        // Its title and its own number stand on the later sheets too.
        let later: Vec<&str> = said.split("== ").skip(2).collect();
        assert!(later.iter().all(|page| page.contains("民主测评表") && page.contains("编号：")), "{said}");
    }
}

#[test]
fn a_cover_stays_one_page_and_breaks_a_name_after_its_dots_only() {
    let spec = builtin().unwrap().iter().find(|f| f.key == "volume-cover").unwrap();
    let mut data = tree(&vocabulary(spec.subject, &spec.records), Size::Usual, 0);
    data.set("全宗名称", "中共某某省某某自治州某某自治县委员会组织部".repeat(3));
    data.set("封面姓名", "古丽巴哈尔·阿卜杜热合曼·托合提");
    data.set("封面题名", "干部任用个人文书档案");
    let filling = Filling { data: Some(&data), about: "", unit: "", foot: "", made_on: "2026-06-30", code: None, known: None };
    let made = render(spec, &filling, fonts()).unwrap();
    let text = crate::judge::laid_text(&made.pdf);
    assert_eq!(made.pages, 1, "{text}");
    let name: Vec<&str> = text.lines().map(str::trim).filter(|l| l.contains('·') || l.ends_with("托合提")).collect();
    assert!(name.iter().all(|l| l.ends_with('·') || l.ends_with("托合提")), "{name:?}");
}

#[test]
fn a_letter_breaks_where_what_belongs_together_stays_together() {
    let spec = forms().iter().find(|f| f.key == "opinion-letter").unwrap();
    for (people, said) in (1..=26).map(|people| (people, 10)).chain([200, 500, 900, 1400].map(|said| (1, said))) {
        let mut data = tree(&vocabulary(spec.subject, &spec.records), Size::Usual, 0);
        let rows: Vec<_> = data.rows("人选").iter().cycle().take(people).cloned().collect();
        data.set_rows("人选", rows);
        data.set("回函意见", long_text(said));
        let filling =
            Filling { data: Some(&data), about: "甲", unit: "", foot: "", made_on: "2026-06-30", code: None, known: None };
        let mut fill = fill::Fill::new(spec, &filling, fonts());
        let blocks = blocks::build(&mut fill, &spec.blocks, &spec.sheet()).unwrap();
        let section = Section { title: spec.name.clone(), sheet: spec.sheet(), blocks, running: Running::default() };
        let text = crate::testing::dump(&typeset(&[section], "甲", fonts()).unwrap()).replace(['　', ' '], "");
        let page = |words: &str| text.split("==").find(|page| page.contains(words)).unwrap_or_else(|| panic!("{words}"));
        let closing = page("本函内容请严格保密");
        assert!(closing.contains("市水利局"), "{people}: the closing words alone on a page: {closing}");
        assert!(closing.contains("]中共某市委组织部"), "{people}: who writes, away from what is written: {text}");
        assert!(page("]回执").contains("回复意见"), "{people} {said}: a receipt without what it is for: {text}");
        let signed = page("主要负责人（签名）");
        assert!(signed.contains("联系电话") && signed.contains("（单位盖章）"), "{people} {said}: signed for nothing: {text}");
    }
}

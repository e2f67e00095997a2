//! What comes in from strange folders: nothing hangs, nothing is passed over in silence, nothing swells.

use super::*;

fn written(dir: &Path, name: &str, text: &str) -> std::path::PathBuf {
    jishi_fs::create_dir_all(dir).unwrap();
    let path = dir.join(name);
    jishi_fs::write_new(&path, text.as_bytes()).unwrap();
    path
}

const GOOD: &str = "<Person><XingMing>李明</XingMing><ChuShengNianYue>197803</ChuShengNianYue></Person>";

fn messages(result: &Value) -> Vec<String> {
    let items = result["items"].as_array().unwrap().iter();
    items.flat_map(|i| i["findings"].as_array().unwrap().clone()).map(|f| f["message"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn many_characters_no_typeface_has_are_told_once_a_field_and_in_no_time() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(&dir.path().join("工作区"));
    // A private plane is long enough to have no character twice.
    let odd: String = ('\u{F0000}'..='\u{FFFFD}').collect();
    let file = written(dir.path(), "a.lrmx", &GOOD.replace("</Person>", &format!("<JianLi>{odd}</JianLi></Person>")));
    let seen = ok(&app, "person.import_preview", json!({ "paths": [file] }));
    let told: Vec<Value> =
        seen["items"][0]["findings"].as_array().unwrap().iter().filter(|f| f["code"] == "L90").cloned().collect();
    assert_eq!(told.len(), 1);
    assert!(told[0]["message"].as_str().unwrap().contains("等65534个字"), "{}", told[0]["message"]);
}

#[test]
fn a_text_no_form_was_made_for_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(&dir.path().join("工作区"));
    let long = "在县里任职。".repeat(20_000);
    let file = written(dir.path(), "a.lrmx", &GOOD.replace("</Person>", &format!("<JianLi>{long}</JianLi></Person>")));
    let result = ok(&app, "person.import", json!({ "paths": [file] }));
    assert_eq!((&result["added"], &result["failed"]), (&json!(0), &json!(1)));
    assert!(messages(&result)[0].contains("120000个字"), "{:?}", messages(&result));
    assert!(err(&app, "person.add", json!({ "content": { "name": "李明", "resume": long } })).message.contains("超过100000个"));
}

#[test]
fn nobody_comes_in_without_a_name() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(&dir.path().join("工作区"));
    let file = written(dir.path(), "空.lrmx", "<?xml version=\"1.0\"?><Person/>");
    let result = ok(&app, "person.import", json!({ "paths": [file] }));
    assert_eq!((&result["added"], &result["failed"]), (&json!(0), &json!(1)));
    assert!(messages(&result)[0].contains("没有姓名"), "{result}");
    assert_eq!(ok(&app, "person.list", json!({ "query": "" })), json!([]));
}

#[test]
#[cfg(target_os = "linux")]
fn a_pipe_a_closed_folder_and_a_deep_one_are_named_and_the_rest_goes_in() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(&dir.path().join("工作区"));
    let forms = dir.path().join("表");
    written(&forms, "好.lrmx", GOOD);
    let pipe = std::process::Command::new("mkfifo").arg(forms.join("a.lrmx")).status().unwrap();
    assert!(pipe.success());
    let deep = forms.join("a/b/c/d/e/f/g/h/i");
    written(&deep, "深.lrmx", GOOD);
    let closed = forms.join("锁");
    jishi_fs::create_dir_all(&closed).unwrap();
    let mode = |bits: &str| assert!(std::process::Command::new("chmod").arg(bits).arg(&closed).status().unwrap().success());
    mode("000");
    let is_closed = jishi_fs::list_dir(&closed).is_err();
    let result = ok(&app, "person.import", json!({ "paths": [forms] }));
    mode("700");
    assert_eq!(result["added"], 1, "{result}");
    let told = messages(&result).join("\n");
    assert!(told.contains("a.lrmx”不是文件") && told.contains("第 9 层"), "{told}");
    // Whoever runs as root is shut out nowhere.
    assert_eq!(told.contains("没有权限"), is_closed, "{told}");
    assert_eq!(result["failed"], if is_closed { 3 } else { 2 });
}

#[test]
fn a_picture_that_cannot_be_read_is_not_told_as_none() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(&dir.path().join("工作区"));
    let old = crate::assets::folder().join("samples/people-old");
    let source = jishi_fs::list_dir(&old).unwrap().into_iter().find(|p| p.extension().is_some_and(|e| e == "lrm")).unwrap();
    let file = dir.path().join("a.lrm");
    jishi_fs::write_new(&file, &jishi_fs::read(&source).unwrap()).unwrap();
    jishi_fs::create_new(&dir.path().join("a.pic")).unwrap().set_len(30 << 20).unwrap();
    let seen = ok(&app, "person.import_preview", json!({ "paths": [file] }));
    let codes: Vec<&str> = seen["items"][0]["findings"].as_array().unwrap().iter().map(|f| f["code"].as_str().unwrap()).collect();
    assert!(codes.contains(&"L19") && !codes.contains(&"L23"), "{seen}");
    assert!(messages(&seen).iter().any(|m| m.contains("超过 20 MB")), "{seen}");
}

#[test]
fn a_new_person_brings_no_digest_of_files_that_are_not_there() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    for field in ["photo", "source"] {
        let mut content = json!({ "name": "赵六" });
        content[field] = json!("deadbeef");
        assert!(err(&app, "person.add", json!({ "content": content })).message.contains("赵六"));
    }
}

#[test]
fn control_characters_are_left_out_with_a_finding_and_given_back_with_the_file() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(&dir.path().join("工作区"));
    let text = GOOD.replace("李明", "红&#27;[31m人&#x9b;").replace("</Person>", "<JianLi>任\u{7}职</JianLi></Person>");
    let file = written(dir.path(), "a.lrmx", &text);
    let result = ok(&app, "person.import", json!({ "paths": [file] }));
    assert_eq!(result["added"], 1, "{result}");
    assert_eq!(result["items"][0]["content"]["name"], "红[31m人");
    assert_eq!(result["items"][0]["content"]["resume"], "任职");
    let told = messages(&result);
    assert!(told.iter().any(|m| m.contains("姓名里有 2 个看不见的控制字符")), "{told:?}");
    assert!(told.iter().any(|m| m.contains("简历里有 1 个")), "{told:?}");
    assert!(told.iter().all(|m| m.chars().all(|c| !c.is_control())), "{told:?}");
    // The person was not changed, so the file goes out as it came.
    let out = dir.path().join("出.lrmx");
    ok(&app, "person.export", json!({ "id": 1, "path": out }));
    assert_eq!(jishi_fs::read_text(&out).unwrap(), text);
    let typed = err(&app, "person.add", json!({ "content": { "name": "甲\u{1b}[2J" } }));
    assert!(typed.message.contains("“姓名”里有看不见的控制字符（U+001B）") && !typed.message.contains('\u{1b}'), "{typed}");
}

#[test]
fn one_name_with_its_point_written_in_several_ways_is_told_and_nobody_is_changed() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(&dir.path().join("工作区"));
    let file = |name: &str, point: &str, born: &str| {
        let text = GOOD.replace("李明", &format!("艾力{point}买买提")).replace("197803", born);
        written(dir.path(), name, &text)
    };
    let paths = [file("1.lrmx", "\u{b7}", "197803"), file("2.lrmx", "\u{30fb}", "197803"), file("3.lrmx", "\u{ff0e}", "198003")];
    for name in ["person.import_preview", "person.import"] {
        let result = ok(&app, name, json!({ "paths": paths }));
        let told: Vec<String> = messages(&result).into_iter().filter(|m| m.contains("间隔号")).collect();
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].starts_with("艾力\u{30fb}买买提 与") && told[0].contains("看来是同一个人"), "{told:?}");
    }
    let view = ok(&app, "person.get", json!({ "id": 1 }));
    assert_eq!(view["person"]["content"]["name"], "艾力\u{b7}买买提");
    let said = view["findings"].as_array().unwrap().iter().filter(|f| f["code"] == "L36").count();
    assert_eq!(said, 1, "{view}");
}

#[test]
fn a_path_that_is_not_there_and_a_folder_without_forms_are_refused_before_anything_is_opened() {
    let dir = tempfile::tempdir().unwrap();
    let paths = |p: &Path| vec![p.display().to_string()];
    assert!(crate::importable(&paths(&dir.path().join("没有"))).unwrap_err().message.contains("没有找到"));
    assert!(crate::importable(&paths(dir.path())).unwrap_err().message.contains(".lrmx"));
    let file = written(dir.path(), "a.lrmx", GOOD);
    assert!(crate::importable(&paths(&file)).is_ok());
}

#[test]
fn a_file_whose_name_is_a_number_is_no_person() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(&dir.path().join("工作区"));
    let path = written(dir.path(), "a.lrmx", &GOOD.replace("李明", "12345"));
    let result = ok(&app, "person.import", json!({ "paths": [path], "choices": [] }));
    assert_eq!((&result["added"], &result["failed"]), (&json!(0), &json!(1)), "{result}");
    assert!(messages(&result).iter().any(|m| m.contains("“12345”是数字，不是姓名")), "{result}");
}

#[test]
fn a_sex_and_a_date_that_are_none_are_refused_when_typed() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    let add = |key: &str, value: &str| json!({ "content": { "name": "李四", key: value } });
    assert!(err(&app, "person.add", add("born", "坏")).message.contains("出生年月“坏”不是日期"));
    assert!(err(&app, "person.add", add("started_work", "去年")).message.contains("参加工作时间"));
    assert!(err(&app, "person.add", add("sex", "南")).message.contains("性别写作“南”"));
    assert!(err(&app, "person.add", json!({ "content": { "name": "12" } })).message.contains("“12”是数字"));
    let all = json!({ "content": { "name": "李四", "sex": "南", "born": "坏", "family": [{ "name": "李五", "relation": "儿子", "born": "小时候" }] } });
    let told = ok(&app, "person.faults", all.clone());
    let fields: Vec<&str> = told.as_array().unwrap().iter().map(|f| f["place"]["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["性别", "出生年月", "家庭成员第 1 行出生日期"], "all at once, each at its field");
    let refused = err(&app, "person.add", all).message;
    assert!(refused.contains("性别写作“南”；出生年月“坏”"), "{refused}");
    ok(&app, "person.add", add("sex", "男"));
}

#[test]
fn a_day_that_has_not_come_or_lies_before_the_birth_is_refused_when_typed_and_told_of_a_file() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    let fields = |content: &Value| -> Vec<String> {
        let told = ok(&app, "person.faults", json!({ "content": content }));
        told.as_array().unwrap().iter().map(|f| f["place"]["field"].as_str().unwrap().to_owned()).collect()
    };
    let mut person = json!({ "name": "李四", "born": "203012", "started_work": "20310228", "current_post_since": "99999", "joined_party": "不知道" });
    let told = fields(&person);
    for field in ["出生年月", "参加工作时间", "任现职时间", "入党时间"] {
        assert!(told.iter().any(|f| f == field), "{field}: {told:?}");
    }
    assert!(err(&app, "person.add", json!({ "content": person })).message.contains("还没有到，今天是 2026-03-10"));
    for (key, value) in
        [("born", "197503"), ("started_work", "199607"), ("current_post_since", "197001"), ("joined_party", "民建")]
    {
        person[key] = json!(value);
    }
    assert_eq!(fields(&person), ["任现职时间"], "before the birth");
    person["current_post_since"] = json!("202603");
    assert_eq!(fields(&person), [""; 0], "this month may have come");
    let id = ok(&app, "person.add", json!({ "content": person }));
    person["current_post_since"] = json!("20260302");
    ok(&app, "person.update", json!({ "id": id, "from_revision": 1, "content": person, "reason": "照原件" }));
    let told = ok(&app, "person.get", json!({ "id": id }))["findings"].to_string();
    assert!(!told.contains("L05"), "the day of taking office counts: {told}");
    person["born"] = json!("203012");
    ok(&app, "person.update", json!({ "id": id, "from_revision": 2, "content": person, "reason": "照原件" }));
    let findings = ok(&app, "person.get", json!({ "id": id }))["findings"].clone();
    assert!(findings.as_array().unwrap().iter().any(|f| f["code"] == "L38" && f["level"] == "error"), "{findings}");
    let file = written(dir.path(), "a.lrmx", &GOOD.replace("197803", "203012"));
    for command in ["person.import_preview", "person.import"] {
        let item = ok(&app, command, json!({ "paths": [file] }))["items"][0].clone();
        let told = item["findings"].as_array().unwrap().iter().find(|f| f["code"] == "L38").unwrap_or_else(|| panic!("{item}"));
        assert!(told["place"]["file"] == "a.lrmx" && item["action"] == "add", "told, and taken all the same: {item}");
    }
}

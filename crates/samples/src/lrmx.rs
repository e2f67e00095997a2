//! The persons' files as the editor writes them, with the quirks that are about (domain.md §5), and one old `.lrm` with `.pic`.

use base64::Engine as _;
use image::{Rgb, RgbImage};

use crate::canvas::Dice;
use crate::people::{PEOPLE, Person};
use crate::script::Output;

/// `people/*.lrmx` in the order of the batch, then `people-old/`.
pub fn files() -> Vec<Output> {
    let mut out: Vec<Output> = PEOPLE.iter().map(|p| Output { path: format!("people/{}.lrmx", p.name), bytes: one(p) }).collect();
    out.push(Output { path: "people-old/郭宝田.lrm".into(), bytes: old() });
    out.push(Output { path: "people-old/郭宝田.pic".into(), bytes: portrait("郭宝田", false) });
    out
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Lines of the editor: `1991.01--2000.01  正文`, open ends padded.
fn resume(p: &Person) -> String {
    let lines = p
        .resume
        .iter()
        .map(|(from, to, text)| if to.is_empty() { format!("{from}--       {text}") } else { format!("{from}--{to}  {text}") });
    lines.collect::<Vec<_>>().join("\r\n")
}

fn one(p: &Person) -> Vec<u8> {
    // Two-character names come with an ideographic space from the editor.
    let name = if p.key == "C9" { "陈　曦".to_owned() } else { p.name.to_owned() };
    let photo = if p.key == "C7" {
        String::new()
    } else {
        base64::engine::general_purpose::STANDARD.encode(portrait(p.name, p.sex == "女"))
    };
    let mut fields: Vec<(&str, String)> = vec![
        ("XingMing", name),
        ("XingBie", p.sex.into()),
        ("ChuShengNianYue", p.born.into()),
        ("MinZu", p.ethnicity.into()),
        ("JiGuan", p.native_place.into()),
        ("ChuShengDi", p.native_place.into()),
        ("RuDangShiJian", p.joined.into()),
        ("CanJiaGongZuoShiJian", p.work.into()),
        ("JianKangZhuangKuang", "健康".into()),
        ("ZhuanYeJiShuZhiWu", p.title.into()),
        ("ShuXiZhuanYeYouHeZhuanChang", p.speciality.into()),
        ("QuanRiZhiJiaoYu_XueLi", p.fulltime[0].into()),
        ("QuanRiZhiJiaoYu_XueWei", p.fulltime[1].into()),
        ("QuanRiZhiJiaoYu_XueLi_BiYeYuanXiaoXi", p.fulltime[2].into()),
        ("QuanRiZhiJiaoYu_XueWei_BiYeYuanXiaoXi", if p.fulltime[1].is_empty() { String::new() } else { p.fulltime[2].into() }),
        ("ZaiZhiJiaoYu_XueLi", p.inservice[0].into()),
        ("ZaiZhiJiaoYu_XueWei", p.inservice[1].into()),
        ("ZaiZhiJiaoYu_XueLi_BiYeYuanXiaoXi", p.inservice[2].into()),
        ("ZaiZhiJiaoYu_XueWei_BiYeYuanXiaoXi", if p.inservice[1].is_empty() { String::new() } else { p.inservice[2].into() }),
        ("XianRenZhiWu", p.current.into()),
        ("NiRenZhiWu", p.proposed.into()),
        ("NiMianZhiWu", p.removed.into()),
        ("JianLi", resume(p)),
        ("JiangChengQingKuang", p.rewards.into()),
        ("NianDuKaoHeJieGuo", "2023年称职、2024年优秀、2025年称职".into()),
        ("RenMianLiYou", "工作需要".into()),
    ];
    let family: String = p.family.iter().map(|f| {
        format!("    <Item>\r\n      <ChengWei>{}</ChengWei>\r\n      <XingMing>{}</XingMing>\r\n      <ChuShengRiQi>{}</ChuShengRiQi>\r\n      <ZhengZhiMianMao>{}</ZhengZhiMianMao>\r\n      <GongZuoDanWeiJiZhiWu>{}</GongZuoDanWeiJiZhiWu>\r\n    </Item>\r\n", f.0, escape(f.1), f.2, f.3, escape(f.4))
    }).collect();
    fields.push(("JiaTingChengYuan", String::new()));
    fields.extend([
        ("ChengBaoDanWei", "中共云岭市委组织部".to_owned()),
        ("JiSuanNianLingShiJian", if p.key == "C2" { "20260302" } else { "202603" }.to_owned()),
        ("TianBiaoShiJian", "20260302".to_owned()),
        ("TianBiaoRen", "叶秋实".to_owned()),
        ("ShenFenZheng", p.id_number.to_owned()),
        ("ZhaoPian", photo),
        (
            "Version",
            if p.key == "C6" {
                "4.0"
            } else if p.key == "C4" {
                "3.2.1.6"
            } else {
                "3.2.1.16"
            }
            .to_owned(),
        ),
    ]);
    if p.key == "C6" {
        fields.extend([("DaoLingNianYue", "204706".to_owned()), ("GaiGeQianRenZhiNianLingJieXian", "60".to_owned())]);
    }
    if p.key == "C12" {
        fields.push(("BenDiBeiZhu", "市局人事科2025年12月导出；未知栏目须原样保留 & 不得丢失".to_owned()));
    }
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<Person>\r\n");
    for (tag, value) in fields {
        match (tag, value.as_str()) {
            ("JiaTingChengYuan", _) => text += &format!("  <JiaTingChengYuan>\r\n{family}  </JiaTingChengYuan>\r\n"),
            (_, "") if p.key == "C10" => text += &format!("  <{tag}>\r\n  </{tag}>\r\n"),
            (_, "") => text += &format!("  <{tag} />\r\n"),
            (_, value) => text += &format!("  <{tag}>{}</{tag}>\r\n", escape(value)),
        }
    }
    text += "</Person>";
    let mark: &[u8] = if matches!(p.key, "C1" | "C5" | "C8" | "C10") { b"\xef\xbb\xbf" } else { b"" };
    [mark, text.as_bytes()].concat()
}

/// The old editor's file: 33 quoted fields, GBK, commas and line ends inside the values.
fn old() -> Vec<u8> {
    let pad = |first: &[&str]| {
        let mut list: Vec<&str> = first.to_vec();
        list.resize(13, "");
        list.join("@")
    };
    let resume = "1991.09--1994.07  云岭农业学校农机专业学习\r\n1994.07--2005.03  临江县江口镇农机站技术员,站长\r\n2005.03--2013.06  临江县江口镇副镇长,人大主席\r\n2013.06--       临江县水利局局长";
    let fields: [String; 33] = [
        "郭宝田".into(),
        "男".into(),
        "197308".into(),
        "汉族".into(),
        "云岭临江".into(),
        "199806".into(),
        "健康".into(),
        "云岭临江".into(),
        "199407".into(),
        "中专#@大学#".into(),
        "云岭农业学校农机专业#@省委党校经济管理专业#".into(),
        "农机工程师".into(),
        String::new(),
        String::new(),
        String::new(),
        String::new(),
        "水利工程管理".into(),
        resume.into(),
        "无".into(),
        "2010年称职,2011年优秀,2012年称职".into(),
        pad(&["妻子", "女儿"]),
        pad(&["汤美兰", "郭晓雯"]),
        pad(&["197505", "200011"]),
        pad(&["群众", "共青团员"]),
        pad(&["临江县江口镇居民", "云岭师范学院学生"]),
        "临江县水利局局长".into(),
        "临江县人大常委会农业农村工作委员会主任".into(),
        "临江县水利局局长".into(),
        "工作需要".into(),
        "中共临江县委组织部".into(),
        "201403".into(),
        "侯家宁".into(),
        "201403".into(),
    ];
    let text = format!("\"{}\"", fields.join("\",\""));
    encoding_rs::GBK.encode(&text).0.into_owned()
}

/// A neutral silhouette, 4:5, drawn; nobody's face.
fn portrait(name: &str, woman: bool) -> Vec<u8> {
    let mut dice = Dice::of(name);
    let (w, h) = (256_u32, 320_u32);
    let ground = [[214, 226, 238], [206, 219, 233], [222, 228, 232]][dice.below(3)];
    let coat = [[38, 44, 66], [52, 54, 60], [60, 48, 58], [34, 58, 62]][dice.below(4)];
    let skin = [186, 168, 152];
    let wide = 50.0 + dice.below(8) as f32;
    let picture = RgbImage::from_fn(w, h, |x, y| {
        let (fx, fy) = (x as f32 - 128.0, y as f32);
        let inside = |cx: f32, cy: f32, rx: f32, ry: f32| ((fx - cx) / rx).powi(2) + ((fy - cy) / ry).powi(2) <= 1.0;
        let hair = inside(0.0, 112.0, wide + if woman { 12.0 } else { 3.0 }, 68.0) && fy < if woman { 178.0 } else { 116.0 };
        let shoulders = inside(0.0, 330.0, 122.0, 112.0) && fy > 214.0;
        let colour = if inside(0.0, 132.0, wide, 64.0) && fy > 92.0 {
            skin
        } else if shoulders && fx.abs() < (fy - 214.0) * 0.32 {
            [240, 240, 242]
        } else if shoulders {
            coat
        } else if fx.abs() < 20.0 && (180.0..236.0).contains(&fy) {
            [176, 158, 142]
        } else if hair {
            [44, 40, 40]
        } else {
            ground
        };
        let shade = 1.0 - (fy / 320.0) * 0.06 - (fx / 128.0) * 0.03;
        Rgb(colour.map(|v: i32| (v as f32 * shade).clamp(0.0, 255.0) as u8))
    });
    let mut out = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut out, 82).encode_image(&picture).expect("encoding to memory");
    out
}

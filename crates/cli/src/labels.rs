//! The Chinese names of the fields of answers, for those printed field by field. A name that is missing here fails a test, so that
//! no raw key reaches a user. With `--json` the keys stay as they are.

/// Field, the field it lies in (empty: any), name. The narrower line comes first.
const LABELS: &[(&str, &str, &str)] = &[
    // 工作区、日志、文件
    ("folder", "", "工作区文件夹"),
    ("program", "", "程序版本"),
    ("schema", "", "数据库版本"),
    ("actor", "", "录入人"),
    ("catalogue_name", "", "规程目录"),
    ("catalogue_version", "", "目录版本"),
    ("batches", "", "批次"),
    ("people", "", "人员"),
    ("records", "", "记录"),
    ("materials", "", "材料"),
    ("packages", "", "案卷包"),
    ("lines", "body", "各人得票"),
    ("lines", "", "日志行数"),
    ("head", "", "末行摘要"),
    ("findings", "", "检查结果"),
    ("path", "", "文件"),
    ("what", "", "内容"),
    ("pages", "", "页数"),
    ("size", "", "字节数"),
    ("sha256", "", "SHA-256 摘要"),
    // 人员（干部任免审批表）
    ("person", "", "人员"),
    ("id", "", "编号"),
    ("content", "", "内容"),
    ("photo", "", "照片摘要"),
    ("source", "", "来源文件摘要"),
    ("sex", "", "性别"),
    ("born", "", "出生年月"),
    ("ethnicity", "", "民族"),
    ("native_place", "", "籍贯"),
    ("birthplace", "", "出生地"),
    ("joined_party", "", "入党时间"),
    ("started_work", "", "参加工作时间"),
    ("health", "", "健康状况"),
    ("technical_title", "", "专业技术职务"),
    ("speciality", "", "熟悉专业有何专长"),
    ("fulltime_education", "", "全日制教育学历"),
    ("fulltime_degree", "", "全日制教育学位"),
    ("fulltime_school", "", "全日制学历院校系及专业"),
    ("fulltime_degree_school", "", "全日制学位院校系及专业"),
    ("inservice_education", "", "在职教育学历"),
    ("inservice_degree", "", "在职教育学位"),
    ("inservice_school", "", "在职学历院校系及专业"),
    ("inservice_degree_school", "", "在职学位院校系及专业"),
    ("current_post", "", "现任职务"),
    ("proposed_post", "", "拟任职务"),
    ("removed_post", "", "拟免职务"),
    ("current_post_since", "", "任现职时间"),
    ("resume", "", "简历"),
    ("rewards", "", "奖惩情况"),
    ("appraisals", "", "年度考核结果"),
    ("reason", "absent", "缺席原因"),
    ("reason", "recused", "回避原因"),
    ("reason", "", "任免理由"),
    ("family", "", "家庭主要成员及重要社会关系"),
    ("relation", "", "称谓"),
    ("employer", "", "工作单位及职务"),
    ("reporting_unit", "", "呈报单位"),
    ("age_reckoned_at", "", "计算年龄时间"),
    ("filled_at", "", "填表时间"),
    ("filled_by", "", "填表人"),
    ("id_number", "", "身份证号"),
    ("political_status", "", "政治面貌"),
    // 记录
    ("batch", "", "批次编号"),
    ("revision", "", "版本"),
    ("revision_reason", "", "更正理由"),
    ("entered_by", "", "录入人"),
    ("entered_at", "", "录入时间"),
    ("revised_at", "", "更正时间"),
    ("step", "", "步骤"),
    ("candidates", "", "人选编号"),
    ("candidate", "", "人选编号"),
    ("date", "signature", "签名日期"),
    ("date", "signatures", "签名日期"),
    ("date", "items", "审核日期"),
    ("date", "", "发生时间"),
    ("end_date", "", "止日"),
    ("time", "", "时间"),
    ("place", "", "地点"),
    ("mode", "signature", "签名方式"),
    ("mode", "signatures", "签名方式"),
    ("mode", "", "纪实方式"),
    ("responsible", "", "责任人"),
    ("participants", "", "参加人"),
    ("name", "material", "材料名称"),
    ("name", "items", "核查事项"),
    ("name", "", "姓名"),
    ("post", "", "职务"),
    ("role", "", "身份"),
    ("summary", "", "操作情况"),
    ("signatures", "", "签名"),
    ("late_reason", "", "补录理由"),
    ("body", "body", "决定机构"),
    ("body", "", "记录内容"),
    ("kind", "", "记录种类"),
    ("category", "", "类别"),
    ("speakers", "", "谈话对象"),
    ("text", "", "正文"),
    ("session", "", "会议"),
    ("expected", "", "应到"),
    ("present", "", "实到"),
    ("absent", "", "缺席"),
    ("observers", "", "列席"),
    ("recused", "", "回避"),
    ("left_at", "", "离场时间"),
    ("opinions", "", "逐人意见"),
    ("stance", "", "态度"),
    ("votes", "", "表决"),
    ("resolution", "", "决议"),
    ("purpose", "", "投票用途"),
    ("issued", "", "发出"),
    ("returned", "", "收回"),
    ("valid", "", "有效"),
    ("invalid", "", "无效"),
    ("abstained", "", "弃权"),
    ("seats", "", "限推人数"),
    ("competitive", "", "差额"),
    ("agree", "", "同意"),
    ("against", "", "不同意"),
    ("abstain", "", "弃权"),
    ("rank", "", "名次"),
    ("result", "", "结果"),
    ("tellers", "", "计票人"),
    ("scrutineers", "", "监票人"),
    ("to", "", "致"),
    ("sent_no", "", "去函文号"),
    ("sent", "", "去函日期"),
    ("received", "", "对方收函日期"),
    ("reply_no", "", "复函文号"),
    ("replied", "", "复函日期"),
    ("opinion", "", "意见"),
    ("deemed_agreed", "", "逾期未复视为同意"),
    ("title", "", "标题"),
    ("form", "", "方式"),
    ("scope", "", "范围"),
    ("start", "", "起"),
    ("end", "", "止"),
    ("contact", "", "受理联系方式"),
    ("reactions", "", "收到反映"),
    ("outcome", "", "结果"),
    ("items", "", "核查事项"),
    ("explanation", "", "说明"),
    ("reviewer", "", "审核人"),
    ("conclusion", "", "结论"),
    ("doc_no", "", "文号"),
    ("issuer", "", "制发单位"),
    ("effective", "", "起算日期"),
    // 材料
    ("record", "", "记录编号"),
    ("added_at", "", "挂接时间"),
    ("originality", "", "原件或复印件"),
    ("secrecy", "", "密级"),
    ("signature", "", "签名"),
    ("file_name", "", "原文件名"),
    ("format", "", "格式"),
    // 载体与交接
    ("root", "", "位置"),
    ("file_system", "", "文件系统"),
    ("total", "", "总容量"),
    ("free", "", "剩余空间"),
    ("serial", "", "序列号"),
    ("label", "", "卷标"),
    ("medium", "", "载体"),
    ("register", "", "载体登记簿"),
    ("here", "", "现在插着的"),
    ("number", "", "编号"),
    ("keeper", "", "保管人"),
    ("state", "", "状态"),
    ("note", "", "备注"),
    ("need", "", "需要空间"),
    ("volumes", "", "共几盘"),
    ("group", "", "组号"),
    ("volume", "", "第几盘"),
    ("from", "", "移交单位"),
    ("written_at", "", "写入时间"),
    ("read_back", "", "读回方式"),
    ("mount", "", "挂载编号"),
    ("checks", "", "核对"),
    ("replugged", "", "拔出重插"),
    ("sound", "", "相符"),
    ("receiver", "", "接收人"),
    ("received_at", "", "接收时间"),
    ("slip", "", "交接单摘要"),
    ("qr", "", "二维码内容"),
    ("sm3", "", "SM3 摘要"),
    ("seal_no", "", "封签号"),
    ("seal_sha256", "", "封签 SHA-256"),
    ("seal_sm3", "", "封签 SM3"),
    ("handover", "", "交接单"),
    ("taken", "", "已收下"),
    ("no", "", "单号"),
    ("medium_number", "", "载体编号"),
    ("verdict", "", "结论"),
    ("files", "", "文件数"),
    ("bytes", "", "字节数"),
    ("sum", "", "汇总"),
    ("fast", "", "快速核对"),
    ("sealed", "", "封签完好"),
    ("complete", "", "内容完整"),
    ("sealed_at", "", "封签时间"),
    ("sealer", "", "封签人"),
    ("certificate", "", "签名证书"),
    ("certificate_sha256", "", "证书指纹"),
    ("errors", "", "错"),
    ("warnings", "", "警"),
    ("at", "", "时间"),
];

/// Field, value, word: what is written as a code.
const WORDS: &[(&str, &str, &str)] = &[
    ("mode", "pending", "待签"),
    ("mode", "scanned", "手签已扫描"),
    ("mode", "confirmed", "系统确认"),
    ("originality", "original", "原件"),
    ("originality", "copy", "复印件"),
    ("kind", "notebook", "专用笔记"),
    ("kind", "meeting", "会议记录"),
    ("kind", "ballot", "投票计票"),
    ("kind", "letter", "函件往来"),
    ("kind", "notice", "公告公示"),
    ("kind", "review", "审核核查"),
    ("kind", "document", "文件材料"),
    ("kind", "decision", "审批决定"),
    ("purpose", "meeting_recommendation", "会议推荐"),
    ("purpose", "talk_recommendation", "谈话推荐"),
    ("purpose", "appraisal", "民主测评"),
    ("purpose", "decision", "讨论决定表决"),
];

/// The name of a field that lies in the field `within`.
pub fn label(key: &str, within: &str) -> Option<&'static str> {
    let find = |place: &str| LABELS.iter().find(|(k, w, _)| *k == key && *w == place).map(|(_, _, name)| *name);
    find(within).or_else(|| find(""))
}

/// A value as it is said.
pub fn word<'a>(key: &str, value: &'a str) -> &'a str {
    WORDS.iter().find(|(k, v, _)| *k == key && *v == value).map_or(value, |(_, _, word)| word)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fields and codes of the types that are printed field by field, from the generated description of the commands.
    #[test]
    fn every_field_and_every_code_that_can_be_printed_has_a_chinese_name() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/ipc/commands.ts");
        let types = jishi_fs::read_text(&path).unwrap();
        let of = |name: &str| {
            let begins = format!("export type {name} =");
            let rest = types.split(&begins).nth(1).unwrap_or_else(|| panic!("no type {name}"));
            rest.split("\nexport ").next().unwrap().to_owned()
        };
        let printed = [
            "WorkspaceInfo",
            "JournalCheck",
            "FileMade",
            "PersonView",
            "Person",
            "PersonContent",
            "FamilyMember",
            "CaseRecord",
            "RecordContent",
            "RecordBody",
            "Participant",
            "Signature",
            "VoteLine",
            "ReviewItem",
            "Absence",
            "Recusal",
            "Opinion",
            "Material",
            "MaterialContent",
        ];
        let mut seen = 0;
        for name in printed {
            let text = of(name);
            // Words of comments are not fields.
            let text: String = text.lines().filter(|l| !l.trim_start().starts_with(['*', '/'])).collect();
            for field in
                text.split([',', '{', ';', '}']).filter_map(|part| part.split_once(':')).map(|(f, _)| f.trim().trim_matches('"'))
            {
                let plain = !field.is_empty() && field.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
                if plain {
                    assert!(label(field, "").is_some(), "{name}.{field} has no Chinese name in labels.rs");
                    seen += 1;
                }
            }
        }
        assert!(seen > 80, "only {seen} fields were read from commands.ts");
        for (name, field) in
            [("SignatureMode", "mode"), ("Originality", "originality"), ("BallotPurpose", "purpose"), ("RecordKind", "kind")]
        {
            for code in of(name).split('"').skip(1).step_by(2) {
                assert_ne!(word(field, code), code, "{name} {code} is printed as it is");
            }
        }
    }
}

//! The one list of commands: name, request, answer, permission, whether it writes. The three hosts and the generated TypeScript
//! all come from it; a command that is not here does not exist.

use jishi_core::finding::Finding;
use jishi_core::id::{BatchId, CandidateId, MediumId, PersonId, PostId};
use jishi_core::medium::Medium;
use jishi_core::passphrase::PassphraseJudged;
use jishi_core::record::{Material, Record};
use jishi_core::rules::Rules;
use jishi_core::supervise::ledger::LedgerRow;
use jishi_core::supervise::promoted::PromotedList;
use jishi_core::supervise::selfcheck::SelfCheckRow;
use jishi_core::supervise::statistics::Statistics;
use jishi_core::supervise::timeline::Timeline;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::dto::*;
use crate::error::{AppError, Code, Result, json_words};
use crate::{App, Progress, bodies};

/// What a command needs of the account that calls it. Accounts come with a later version; today the one operator has all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// 查看
    Read,
    /// 填报
    Record,
    /// 审核: what asks for authority beyond recording
    Approve,
    /// 归档
    Archive,
    /// 管理
    Administer,
}

impl Permission {
    /// The word shown to users.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Permission::Read => "查看",
            Permission::Record => "填报",
            Permission::Approve => "审核",
            Permission::Archive => "归档",
            Permission::Administer => "管理",
        }
    }
}

/// A command as declared.
#[derive(Debug, Clone, Copy)]
pub struct CommandInfo {
    pub name: &'static str,
    pub about: &'static str,
    pub permission: Permission,
    /// It changes the workspace, so it goes through the one door of the store.
    pub writes: bool,
    /// It first copies a file in, which may take minutes, and becomes the one writer only then.
    pub stages: bool,
    /// It changes only what is no evidence (drafts, the search index): no journal line, and it waits for no other command
    /// (docs/adr/0004).
    pub notes: bool,
    /// Its answer is a file's bytes (a PDF, a photograph), not JSON.
    pub bytes: bool,
}

macro_rules! commands {
    (
        json { $($(#[doc = $about:literal])+ $name:literal => $($body:ident)::+ ($request:ty) -> $answer:ty, $permission:ident, $effect:ident;)+ }
        bytes { $($(#[doc = $babout:literal])+ $bname:literal => $($bbody:ident)::+ ($brequest:ty), $bpermission:ident;)+ }
    ) => {
        /// Every command, in the order of declaration.
        pub const COMMANDS: &[CommandInfo] = &[
            $(CommandInfo { name: $name, about: concat!($($about),+), permission: Permission::$permission, writes: commands!(@writes $effect), stages: commands!(@stages $effect), notes: commands!(@notes $effect), bytes: false },)+
            $(CommandInfo { name: $bname, about: concat!($($babout),+), permission: Permission::$bpermission, writes: false, stages: false, notes: false, bytes: true },)+
        ];

        pub(crate) fn call(app: &App, name: &str, payload: Value, progress: &dyn Progress) -> Result<Value> {
            match name {
                $($name => {
                    let request: $request = parse(name, payload)?;
                    let answer: $answer = bodies::$($body)::+(app, request, progress)?;
                    serde_json::to_value(answer).map_err(|e| AppError::new(Code::Internal, format!("命令 {name} 的结果无法表达：{e}"), ""))
                })+
                _ => Err(unknown(name)),
            }
        }

        pub(crate) fn bytes(app: &App, name: &str, payload: Value, progress: &dyn Progress) -> Result<Vec<u8>> {
            match name {
                $($bname => bodies::$($bbody)::+(app, parse::<$brequest>(name, payload)?, progress),)+
                _ => Err(unknown(name)),
            }
        }

        /// The TypeScript of all commands and every type they speak of.
        #[cfg(test)]
        pub(crate) fn typescript() -> String {
            let mut types = crate::typescript::Types::default();
            let mut json = String::new();
            let mut bytes = String::new();
            $(json.push_str(&types.command($name, concat!($($about),+), &types.name::<$request>(), &types.name::<$answer>()));
              types.add::<$request>(); types.add::<$answer>();)+
            $(bytes.push_str(&types.command($bname, concat!($($babout),+), &types.name::<$brequest>(), "Uint8Array"));
              types.add::<$brequest>();)+
            types.add::<AppError>();
            types.add::<crate::ProgressNote>();
            types.file(&json, &bytes)
        }
    };
    (@writes reads) => { false };
    (@writes $writes:ident) => { true };
    (@stages stages) => { true };
    (@stages $other:ident) => { false };
    (@notes notes) => { true };
    (@notes $other:ident) => { false };
}

fn parse<T: serde::de::DeserializeOwned>(name: &str, payload: Value) -> Result<T> {
    serde_json::from_value(payload).map_err(|e| {
        AppError::new(Code::BadRequest, format!("命令 {name} 的参数不对：{}", json_words(&e)), "请对照命令说明检查每个参数")
    })
}

fn unknown(name: &str) -> AppError {
    AppError::new(Code::BadRequest, format!("没有“{name}”这个命令"), "用 jishi commands 查看全部命令")
}

commands! {
    json {
        /// 工作区概况
        "workspace.info" => workspace::info(Nothing) -> WorkspaceInfo, Read, reads;
        /// 在窗口里换一个工作区，或新建一个
        "workspace.choose" => workspace::choose(WorkspaceChoice) -> WorkspaceInfo, Read, reads;
        /// 换操作人：此后的录入都记在这个姓名下，到程序关闭为止
        "workspace.operator" => workspace::operator(OperatorRequest) -> WorkspaceInfo, Read, reads;
        /// 一个批次使用的目录全文；不指明批次则为内置目录
        "catalogue.get" => workspace::catalogue(CatalogueRequest) -> CatalogueView, Read, reads;
        /// 检查一个目录文件是否自洽
        "catalogue.check" => workspace::check_catalogue(FileRequest) -> CatalogueCheck, Read, reads;
        /// 把内置目录另存为文件，供修改成本地目录
        "catalogue.save" => workspace::save_catalogue(FileRequest) -> FileMade, Read, reads;
        /// 规则包、校验和参数一览
        "rules.list" => rules::list(Nothing) -> RulesView, Read, reads;
        /// 检查一个规则包文件
        "rules.check" => rules::check(FileRequest) -> RulePackCheck, Read, reads;
        /// 一个批次在某一天适用的规则：数字、级别、依据
        "rules.of_batch" => rules::of_batch(RulesOn) -> Rules, Read, reads;
        /// 检查一版本地规则包，不保存
        "rules.try" => rules::try_pack(PackTry) -> RulePackCheck, Read, reads;
        /// 新增一版本地规则包；已建的批次仍按原来的版本
        "rules.add_version" => rules::add_version(PackSave) -> RulesView, Administer, writes;
        /// 校验正在填写的一条记录，不保存
        "check.draft" => explain::check_draft(DraftCheck) -> Vec<Finding>, Read, reads;
        /// 表上一栏或一条校验结果出自哪些记录
        "explain" => explain::explain(ExplainRequest) -> Explanation, Read, reads;
        /// 操作日志
        "journal.list" => journal::list(JournalRequest) -> Vec<JournalLine>, Read, reads;
        /// 日志里有哪些操作人、哪些操作
        "journal.facets" => supervise::facets(Nothing) -> JournalFacets, Read, reads;
        /// 校验日志链，并逐个核对文件库里的文件
        "journal.check" => packages::check_journal(Nothing) -> JournalCheck, Read, reads;
        /// 读懂一个日期
        "date.read" => dates::read(DateRequest) -> DateReading, Read, reads;
        /// 读懂一个时间
        "time.read" => dates::read_time(TimeRequest) -> TimeReading, Read, reads;
        /// 数工作日
        "date.workdays" => dates::workdays(WorkdaysRequest) -> Workdays, Read, reads;
        /// 一个月的工作日历
        "date.month" => dates::month(MonthRequest) -> Vec<MonthDay>, Read, reads;
        /// 已有放假安排的年份
        "calendar.years" => calendar::years(Nothing) -> CalendarYears, Read, reads;
        /// 读懂一份放假通知（不登记）
        "calendar.read_notice" => calendar::read(NoticeRequest) -> NoticeReading, Read, reads;
        /// 登记一年的放假安排
        "calendar.add_year" => calendar::add(NoticeRequest) -> CalendarYears, Administer, writes;

        /// 人员名册
        "person.list" => people::list(PersonListRequest) -> Vec<PersonRow>, Read, reads;
        /// 一名人员
        "person.get" => people::get(PersonRequest) -> PersonView, Read, reads;
        /// 手工填写的人员信息有什么不能接受（不写入）
        "person.faults" => people::faults(PersonAdd) -> Vec<Finding>, Read, reads;
        /// 手工新增人员
        "person.add" => people::add(PersonAdd) -> PersonId, Record, writes;
        /// 修改人员信息
        "person.update" => people::update(PersonUpdate) -> PersonView, Record, writes;
        /// 换上或去掉照片
        "person.set_photo" => photos::set_photo(PersonSetPhoto) -> PersonView, Record, writes;
        /// 预览任免审批表文件（不写入）
        "person.import_preview" => intake::preview(ImportRequest) -> ImportResult, Record, reads;
        /// 导入任免审批表文件
        "person.import" => intake::import(ImportRequest) -> ImportResult, Record, writes;
        /// 导出 .lrmx
        "person.export" => intake::export(PersonExport) -> FileMade, Read, reads;
        /// 选人：按姓名、拼音或拼音首字母，最近用过的在前
        "person.pick" => search::pick(PersonPickRequest) -> Vec<PersonPick>, Read, reads;
        /// 读懂从电子表格粘贴的人员名单（不写入）
        "person.read_pasted" => setup::read_people(PasteRequest) -> PastedPeople, Read, reads;
        /// 读懂从电子表格粘贴的岗位名单（不写入）
        "post.read_pasted" => setup::read_posts(PasteRequest) -> PastedPosts, Read, reads;

        /// 首页：在办批次、期限、待签、校验结果、最近工作、草稿
        "home.get" => home::get(HomeRequest) -> Home, Read, reads;
        /// 查找
        "search.find" => search::find(SearchRequest) -> SearchAnswer, Read, reads;
        /// 核对查找索引与数据是否一致
        "search.check" => search::check(Nothing) -> SearchCheck, Read, reads;
        /// 重建查找索引
        "search.rebuild" => search::rebuild(Nothing) -> SearchCheck, Administer, notes;

        /// 批次列表
        "batch.list" => batches::list(Nothing) -> Vec<BatchRow>, Read, reads;
        /// 一个批次：岗位、人选、进度矩阵、校验结果
        "batch.get" => batches::get(BatchRequest) -> BatchView, Read, reads;
        /// 新建批次
        "batch.create" => batches::create(BatchCreate) -> BatchId, Record, writes;
        /// 修改批次信息
        "batch.update" => batches::update(BatchUpdate) -> BatchId, Record, writes;
        /// 业务类型及各自默认不适用的步骤
        "batch.businesses" => setup::businesses(Nothing) -> BusinessList, Read, reads;
        /// 新建批次的建议：条例版本、批次号、默认不适用的步骤（不写入）
        "batch.suggest" => setup::suggest(BatchSuggestRequest) -> BatchSuggestion, Read, reads;
        /// 各步骤由谁负责
        "batch.charges" => setup::charges(BatchRequest) -> Vec<ChargeRow>, Read, reads;
        /// 指定步骤由谁负责
        "batch.charge" => setup::charge(ChargeSet) -> Vec<ChargeRow>, Record, writes;
        /// 新增岗位
        "post.add" => batches::add_post(PostAdd) -> PostId, Record, writes;
        /// 修改岗位
        "post.update" => batches::update_post(PostUpdate) -> PostId, Record, writes;
        /// 新增人选
        "candidate.add" => batches::add_candidate(CandidateAdd) -> CandidateId, Record, writes;
        /// 修改人选
        "candidate.update" => batches::update_candidate(CandidateUpdate) -> CandidateId, Record, writes;
        /// 几名人选的结果：同一个决定里的，各人各成一版
        "candidate.outcome" => batches::outcome(CandidatesOutcome) -> Nothing, Record, writes;
        /// 人选改用人员的新版信息
        "candidate.use_person" => considered::use_person(CandidateUsePerson) -> CandidateId, Record, writes;
        /// 一名人选：步骤、状态、校验结果
        "candidate.get" => batches::candidate(CandidateRequest) -> CandidateView, Read, reads;
        /// 标记步骤不适用
        "step.not_applicable" => batches::mark_not_applicable(MarkNotApplicable) -> Nothing, Record, writes;
        /// 撤回不适用
        "step.reopen" => batches::reopen(Reopen) -> Nothing, Record, writes;

        /// 记录列表
        "record.list" => records::list(RecordListRequest) -> Vec<RecordView>, Read, reads;
        /// 一条记录
        "record.get" => records::get(RecordRequest) -> RecordView, Read, reads;
        /// 一条记录的全部版本，旧的在前
        "record.history" => records::all_revisions(RecordRequest) -> Vec<Record>, Read, reads;
        /// 一条记录内容的逐项文字（可以是还没有保存的）
        "record.words" => records::in_words(RecordWords) -> Vec<RecordLine>, Read, reads;
        /// 新记录的起始内容
        "record.draft" => records::draft(RecordDraftRequest) -> RecordDraft, Read, reads;
        /// 新增记录
        "record.add" => records::add(RecordAdd) -> RecordView, Record, writes;
        /// 更正记录（保留原版本）
        "record.correct" => records::correct(RecordCorrect) -> RecordView, Record, writes;
        /// 撤回记录的最新一版（未签名的才能撤回）
        "record.undo" => history::undo(RecordUndo) -> RecordView, Record, writes;
        /// 把待签记录的打印页写到文件夹
        "record.print" => documents::print_sheets(RecordPrint) -> FileMade, Read, reads;
        /// 恢复记录刚撤回的一版
        "record.redo" => history::redo(RecordUndo) -> RecordView, Record, writes;
        /// 逐项对照记录的两个版本
        "record.compare" => history::compare(RecordCompareRequest) -> RecordComparison, Read, reads;
        /// 批次、人员、岗位、人选、材料、各步责任人的最新一版能不能撤回
        "change.state" => changes::state(ChangeRequest) -> UndoState, Read, reads;
        /// 撤回岗位、人选、材料等的最新一版；新增的整个撤回
        "change.undo" => changes::undo(ChangeUndo) -> ChangeDone, Record, writes;
        /// 恢复刚撤回的岗位、人选、材料等
        "change.redo" => changes::redo(ChangeUndo) -> ChangeDone, Record, writes;
        /// 保存草稿
        "draft.save" => drafts::save(DraftSave) -> DraftHead, Record, notes;
        /// 草稿列表，最近保存的在前
        "draft.list" => drafts::list(DraftListRequest) -> Vec<DraftHead>, Read, reads;
        /// 一份草稿
        "draft.get" => drafts::get(DraftRequest) -> DraftView, Read, reads;
        /// 一份草稿还留着的各次保存，新的在前
        "draft.history" => drafts::history(DraftRequest) -> Vec<DraftVersion>, Read, reads;
        /// 放弃草稿（三十天内可找回）
        "draft.discard" => drafts::discard(DraftRequest) -> Nothing, Record, notes;

        /// 专用笔记本列表
        "notebook.list" => notebooks::list(Nothing) -> Vec<NotebookRow>, Read, reads;
        /// 一本专用笔记本：逐条
        "notebook.get" => notebooks::get(NotebookRequest) -> NotebookView, Read, reads;
        /// 一条谈话可以编入的笔记本，和不另指明时编入哪一本
        "notebook.choose" => notebooks::choose(NotebookChoose) -> NotebookChoice, Read, reads;
        /// 启用一本专用笔记本
        "notebook.add" => notebooks::add(NotebookAdd) -> NotebookView, Record, writes;
        /// 修改专用笔记本的封面信息，或用完封存
        "notebook.update" => notebooks::update(NotebookUpdate) -> NotebookView, Record, writes;
        /// 把未编页的谈话记录编入专用笔记本
        "notebook.take_up" => notebooks::take_up(NotebookTakeUp) -> NotebookView, Record, writes;
        /// 在专用笔记本上记一条尚不属于哪个步骤的事
        "notebook.write" => notebooks::write(NoteWrite) -> NotebookView, Record, writes;
        /// 更正笔记本上尚不属于哪个步骤的一条（另起一条更正条，原文不动）
        "notebook.correct" => notebooks::correct(NoteCorrect) -> NotebookView, Record, writes;
        /// 把笔记本上的一条归入批次的步骤，成为记录
        "notebook.file" => notebooks::file(NoteFile) -> RecordView, Record, writes;
        /// 给笔记本上的一条挂上原页扫描件
        "notebook.scan" => notebooks::scan(NoteScan) -> NotebookView, Record, stages;

        /// 把专用笔记本的装订本写到文件夹，准备打印
        "notebook.print" => notebooks::print(NotebookPrint) -> FileMade, Read, reads;

        /// 一个批次的全部材料
        "material.list" => tray::materials(BatchRequest) -> Vec<MaterialRow>, Read, reads;
        /// 与一份材料内容相同的材料，别的批次里的也算
        "material.alike" => materials::alike(MaterialRequest) -> Vec<String>, Read, reads;
        /// 挂接材料
        "material.attach" => materials::attach(MaterialAttach) -> Material, Record, stages;
        /// 把图片材料另制一份 PDF/A（像素不变），原件保留
        "material.to_pdfa" => conversion::to_pdfa(MaterialRequest) -> Material, Record, writes;
        /// 看一份材料的电子文件：格式、页数、加密、损坏、字体、声明的 PDF/A
        "material.probe" => conversion::probe(MaterialRequest) -> FileProbe, Read, reads;
        /// 修改材料著录或签名
        "material.update" => materials::update_material(MaterialUpdate) -> Material, Record, writes;
        /// 从记录取下挂错的材料（写明理由，签了名的也可以；能恢复），页回到待整理
        "material.take_off" => taking_off::take_off(MaterialTakeOff) -> ChangeDone, Record, writes;

        /// 识别扫描页上的二维码，找到所属的记录（不挂接）
        "scan.read" => scans::read(ScanRequest) -> ScanReading, Record, reads;
        /// 看扫描文件或文件夹有哪些页、哪些已经挂接（不取入）
        "scan.open" => tray::open(ScanOpen) -> Vec<ScanFile>, Record, reads;
        /// 扫描页可以归到哪些记录，哪些取下的材料在等
        "scan.targets" => tray::targets(BatchRequest) -> ScanTargets, Read, reads;
        /// 把确认过的扫描页挂接到记录
        "scan.take" => filing::take(ScanTake) -> Vec<Taken>, Record, stages;

        /// 校验一个批次
        "check.run" => batches::check(BatchRequest) -> Vec<Finding>, Read, reads;
        /// 一个批次的放行：有效的、已失效的、已撤回的
        "waiver.list" => waivers::list(BatchRequest) -> Vec<WaiverView>, Read, reads;
        /// 放行一条校验结果（错须附有签名的审批件）
        "waiver.grant" => waivers::grant(WaiverGrant) -> WaiverView, Approve, stages;
        /// 撤回放行（另记一笔，原放行保留）
        "waiver.withdraw" => waivers::withdraw(WaiverWithdraw) -> WaiverView, Approve, writes;
        /// 生成程序偏差清单（PDF 和电子表格）
        "deviations.write" => waivers::write_list(DeviationsWrite) -> Vec<FileMade>, Read, reads;
        /// 预警：每个批次、每名人选的红黄绿，和临近的期限
        "board.get" => supervise::board(BoardRequest) -> Board, Read, reads;
        /// 台账：全部批次，从初始提名到试用期满
        "ledger.get" => supervise::ledger(Nothing) -> Vec<LedgerRow>, Read, reads;
        /// 责任倒查：按人选、步骤、责任人
        "duty.find" => supervise::duties(DutyRequest) -> DutyList, Read, reads;
        /// 时间线：计划与实际
        "timeline.get" => supervise::timeline(TimelineRequest) -> Timeline, Read, reads;
        /// 统计：竞争性选拔占比、差额比例、交流、满意度
        "statistics.get" => supervise::statistics(YearRequest) -> Statistics, Read, reads;
        /// “一报告两评议”底表
        "promoted.list" => supervise::promoted(YearRequest) -> PromotedList, Read, reads;
        /// 条例执行情况自查表
        "selfcheck.get" => supervise::self_check(SelfCheckRequest) -> Vec<SelfCheckRow>, Read, reads;
        /// 把监督的一张表写成 PDF 和电子表格
        "supervise.write" => supervise::write(SuperviseWrite) -> Vec<FileMade>, Read, reads;
        /// 生成全程纪实报告表
        "report.write" => documents::write_reports(ReportWrite) -> ReportsMade, Read, reads;

        /// 表样列表
        "form.list" => forms::list(Nothing) -> FormList, Read, reads;
        /// 填好的一张表，每一栏出自哪些记录
        "form.origins" => origins::of_form(FormRequest) -> Vec<FormOrigin>, Read, reads;
        /// 程序自带的字体、工作区补充的字体，以及没有字体能印出的字在谁的哪一栏
        "font.list" => fonts::list(Nothing) -> FontList, Read, reads;
        /// 补充一个字体文件：印别的字体没有的字
        "font.add" => fonts::add(FontAdd) -> FontList, Administer, writes;
        /// 停用一个补充的字体；文件留在工作区的“字体/停用”
        "font.remove" => fonts::remove(FontRemove) -> FontList, Administer, writes;
        /// 一名人员（存没存都行）的哪些字没有字体能印出
        "font.unprintable" => fonts::of_person(UnprintableOf) -> Vec<Unprintable>, Read, reads;
        /// 把内置表样另存为文件，供修改成本单位的表样
        "form.save" => form_files::save_text(FormSave) -> FileMade, Read, reads;
        /// 生成一张表，或它的空白参考模本
        "form.write" => forms::write(FormWrite) -> Vec<FileMade>, Read, reads;

        /// 预排案卷
        "volume.preview" => volumes::preview(VolumePreviewRequest) -> VolumePreview, Read, reads;
        /// 改卷内次序，写明理由
        "volume.reorder" => courses::reorder(ReorderRequest) -> CourseView, Archive, writes;
        /// 一卷的打印副本：每件前加归档章封页，每页右上角印卷内页号；原件不动
        "volume.print" => print_copies::write(PrintRequest) -> PrintCopy, Read, reads;
        /// 在用的归档范围和保管期限表
        "filing.table" => filing_table::table(Nothing) -> FilingTableView, Read, reads;
        /// 改本单位的归档范围和保管期限表
        "filing.save" => filing_table::save(FilingSave) -> FilingSaved, Archive, writes;
        /// 档号规则的样子
        "volume.number_sample" => volumes::sample(NumberSampleRequest) -> NumberSample, Read, reads;
        /// 封装以前：所选各卷检测有哪些没有办结，会编多少件档号；什么也不写
        "volume.ready" => ready::look(PackRequest) -> PackReady, Archive, reads;
        /// 封装案卷
        "volume.pack" => sealing::pack(PackRequest) -> PackResult, Archive, writes;
        /// 封签密钥的状态
        "seal.keys" => seal_keys::state(Nothing) -> SealKeys, Read, reads;
        /// 用口令打开封签密钥；还没有密钥的生成一对
        "seal.unlock" => seal_keys::unlock(SealUnlock) -> SealKeys, Archive, writes;
        /// 一个封签口令够不够好；什么也不存
        "seal.judge_passphrase" => seal_keys::judge(PassphraseAsked) -> PassphraseJudged, Read, reads;
        /// 锁上封签密钥
        "seal.lock" => seal_keys::lock(Nothing) -> SealKeys, Archive, reads;
        /// 更换封签口令
        "seal.passphrase" => seal_keys::passphrase(SealPassphrase) -> SealKeys, Archive, writes;
        /// 换一对封签密钥，口令丢失或外泄时用
        "seal.renew" => seal_keys::renew(SealRenew) -> SealKeys, Archive, writes;
        /// 已封装的案卷包
        "package.list" => sealing::packages(BatchRequest) -> Vec<PackageRow>, Read, reads;
        /// 封签登记簿：历次取的封签号，封存、作废，中断和不相接的指明
        "seal.register" => seal_register::list(Nothing) -> SealRegister, Read, reads;
        /// 封签登记簿存成 PDF 和电子表格
        "seal.register_write" => seal_register::write(SealRegisterWrite) -> Vec<FileMade>, Read, reads;
        /// 各卷案卷包的办理过程
        "package.courses" => courses::list(BatchRequest) -> Vec<CourseView>, Read, reads;
        /// 验收和四性检测，收下人工核对的结果
        "package.inspect" => courses::inspect(InspectRequest) -> InspectResult, Archive, writes;
        /// 一次办理的人工核对结果同样用于其余各卷
        "package.enter_once" => courses::enter_once(EnterOnce) -> Vec<CourseView>, Archive, writes;
        /// 收回一次办理、同样用于其余各卷的人工核对结果
        "package.take_back_once" => courses::take_back_once(TakeBackOnce) -> Vec<CourseView>, Archive, writes;
        /// 办理：退回整理、移交、签收、退回、立新版本
        "package.act" => courses::act(ActRequest) -> CourseView, Archive, writes;
        /// 由封装包生成移交目录树
        "package.tree" => packages::tree(TreeRequest) -> TreeMade, Read, reads;
        /// 把封好的案卷包装进传输封套（口令加密），供路上传递
        "package.wrap" => packages::wrap(PackageWrap) -> FileMade, Archive, reads;
        /// 拆去传输封套，取出案卷包并核对
        "package.unwrap" => packages::unwrap(PackageUnwrap) -> PackagePlace, Read, reads;
        /// 校验案卷包
        "package.verify" => packages::verify(VerifyRequest) -> VerifyResult, Read, reads;
        /// 把校验或对照的结果存成报告：一份供程序读，一份供人读
        "package.save_report" => packages::save_report(ReportSave) -> Vec<FileMade>, Read, reads;
        /// 对照两个案卷包
        "package.compare" => packages::compare(CompareRequest) -> Comparison, Read, reads;

        /// 载体登记簿和现在插着的载体
        "medium.list" => media::list(Nothing) -> MediaView, Read, reads;
        /// 登记载体
        "medium.add" => media::add(MediumAdd) -> MediumId, Archive, writes;
        /// 修改载体登记
        "medium.update" => media::update(MediumUpdate) -> Medium, Archive, writes;
        /// 写前检查
        "medium.preflight" => media::preflight(PreflightRequest) -> Preflight, Archive, reads;
        /// 把案卷包写到载体，并开交接单
        "medium.write" => media::write(MediumWrite) -> HandoverView, Archive, stages;
        /// 核对写好的载体（拔出重插后）
        "medium.check" => media::check(MediumCheckRequest) -> MediumChecked, Archive, stages;
        /// 交接单，新的在前
        "handover.list" => handovers::list(Nothing) -> Vec<HandoverView>, Read, reads;
        /// 一张交接单
        "handover.get" => handovers::get(HandoverRequest) -> HandoverView, Read, reads;
        /// 可以移交的案卷包和各自走到哪一步
        "handover.packages" => handovers::packages(Nothing) -> Vec<PackageToHand>, Read, reads;
        /// 登记移交：谁、哪天；更正和撤回写明理由
        "handover.hand" => handovers::hand(HandoverHand) -> ReceiptTaken, Archive, writes;
        /// 写出待填的回执
        "handover.blank" => handovers::blank(ReceiptBlank) -> FileMade, Read, reads;
        /// 导入回执并与交接单核对
        "handover.receive" => handovers::receive(ReceiptImport) -> ReceiptTaken, Archive, writes;
        /// 按签回的纸质交接单登记签收或退回
        "handover.enter" => handovers::enter(ReceiptEnter) -> ReceiptTaken, Archive, writes;
    }
    bytes {
        /// 照片
        "person.photo" => photos::photo(PhotoRequest), Read;
        /// 案卷包里的检测报告、归档验收表、归档文件目录、备考表
        "package.paper" => packages::paper(PackagePaperRequest), Read;
        /// 材料原文
        "material.bytes" => materials::material_bytes(MaterialRequest), Read;
        /// 扫描文件或材料的几段（PDF）
        "page.pieces" => tray::pieces(PieceRequest), Read;
        /// 扫描文件或材料的一页图像（JPG、PNG、TIFF）
        "page.picture" => tray::picture(PictureRequest), Read;
        /// 放行的审批件
        "waiver.paper" => waivers::paper(WaiverRequest), Read;
        /// 报告表预览（一份）
        "report.preview" => documents::preview_report(CandidateRequest), Read;
        /// 一张表的预览（一份）
        "form.preview" => forms::preview(FormRequest), Read;
        /// 一条记录的打印页
        "record.sheet" => documents::record_sheet(RecordRequest), Read;
        /// 一个批次（或其中一天）待签记录的打印页，合成一个文件
        "record.sheets" => documents::record_sheets(RecordSheetsRequest), Read;
        /// 专用笔记本的装订本
        "notebook.book" => notebooks::book(NotebookRequest), Read;
    }
}

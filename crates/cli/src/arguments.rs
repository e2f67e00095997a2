//! The words of the command line.

mod forms;
mod packages;
mod supervise;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

pub use forms::{Filing, Form};
pub use packages::{Handover, Medium, Pack, Package};
pub use supervise::{Supervise, SuperviseTable, Waiver};

#[derive(Debug, Parser)]
#[command(name = "jishi", version, about = "选任纪实：干部选拔任用工作全程纪实（命令行）")]
pub struct Arguments {
    /// 工作区文件夹；不写则用 JISHI_WORKSPACE 所指的，再不然用桌面程序的工作区（jishi info 会说出位置）；只有 demo 再不然用当前文件夹下的“选任纪实示例”
    #[arg(long, short, global = true, env = "JISHI_WORKSPACE")]
    pub workspace: Option<PathBuf>,
    /// 结果和出错信息都以 JSON 输出，形状见 docs/command-line.md
    #[arg(long, global = true)]
    pub json: bool,
    /// 录入人姓名；不写为“填报员”
    #[arg(long, global = true, default_value = "填报员")]
    pub actor: String,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// 用示例批次走完全程：导入、记录、校验、报告表、封装、验包
    Demo {
        /// 报告表和案卷包写到这里；不写则放在工作区旁边
        #[arg(long)]
        out: Option<PathBuf>,
        /// 人数，12 的倍数，最多 600；多出的人照示例的 12 人复制，改名换姓
        #[arg(long, default_value_t = 12)]
        people: u32,
        /// 只录入和校验，不出报告表，不封装
        #[arg(long)]
        enter_only: bool,
        /// 批次数，最多 50，与 --enter-only 同用；多出的批次照同一故事再录，试大工作区用
        #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=50), requires_if("2", "enter_only"))]
        batches: u32,
    },
    /// 工作区概况
    Info,
    /// 规程目录
    Catalogue {
        #[command(subcommand)]
        action: Catalogue,
    },
    /// 导入任免审批表文件（.lrmx、.lrm 加 .pic）或装有它们的文件夹
    Import {
        /// 文件或文件夹，可以写多个
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// 只看不导入
        #[arg(long)]
        preview: bool,
        /// 名册里已有的人一律这样处理：skip 跳过、update 更新、add 作为新人加入；不写则须用下面三项逐个指明，内容完全相同的自动跳过
        #[arg(long, value_enum)]
        known: Option<Known>,
        /// 这个文件的人已在名册：跳过
        #[arg(long, value_name = "文件")]
        skip: Vec<PathBuf>,
        /// 这个文件的人已在名册：用它更新已有人员
        #[arg(long, value_name = "文件")]
        update: Vec<PathBuf>,
        /// 这个文件的人与名册里的人只是同名：作为新人加入
        #[arg(long, value_name = "文件")]
        add: Vec<PathBuf>,
    },
    /// 人员名册
    Person {
        #[command(subcommand)]
        action: Person,
    },
    /// 批次
    Batch {
        #[command(subcommand)]
        action: Batch,
    },
    /// 记录与材料
    Record {
        #[command(subcommand)]
        action: Record,
    },
    /// 识别扫描回来的签字页，按二维码找到所属的记录
    Scan {
        /// 扫描文件（PDF、JPG、PNG、TIFF），可以写多个
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// 把页数齐全的挂接到记录；不写则只看不挂
        #[arg(long)]
        take: bool,
        /// 责任人签名；不写则用记录里的签名人
        #[arg(long)]
        signer: Option<String>,
        /// 签名日期，如 2026-03-02
        #[arg(long)]
        signed: Option<String>,
    },
    /// 校验工作区里的一个批次（批次号），或一个案件文件（.json，不需要工作区）
    Check {
        /// 批次编号（数字，batch list 列出），或案件文件的路径
        what: String,
        /// 只看一个环节的：离开这个环节前还有什么没有处理（环节名称，或第几个环节，如 考察、3）
        #[arg(long)]
        stage: Option<String>,
    },
    /// 放行：列出、放行一条校验结果、撤回、生成程序偏差清单
    Waiver {
        #[command(subcommand)]
        action: Waiver,
    },
    /// 监督的表：写成 PDF 和电子表格
    Supervise(Supervise),
    /// 规则包
    Rules {
        #[command(subcommand)]
        action: Rules,
    },
    /// 生成全程纪实报告表
    Report {
        /// 批次编号（数字，batch list 列出）
        batch: u32,
        /// 只生成这一名人选的（人选编号，batch show 列出）
        #[arg(long)]
        candidate: Option<u32>,
        /// 写到这个文件夹，已有的同名报告表换成新的；不写为当前文件夹下的“报告表”
        #[arg(long, default_value = "报告表")]
        out: PathBuf,
    },
    /// 表样：列出、检查、生成（填写的或空白的）
    Form {
        #[command(subcommand)]
        action: Form,
    },
    /// 归档范围和保管期限表（不需要工作区）
    Filing {
        #[command(subcommand)]
        action: Filing,
    },
    /// 排卷、编号、封装
    Pack(Pack),
    /// 校验案卷包（不需要工作区）：一个包、装有包的文件夹，或整个 U 盘（逐层找出全部包）
    Verify {
        /// 案卷包的文件夹或压缩包，装有包的文件夹，或载体上的位置
        path: PathBuf,
        /// 快速核对：清单、封签、数量和大小，不逐字节核对内容
        #[arg(long)]
        fast: bool,
    },
    /// 放假安排（工作日历）
    Calendar {
        #[command(subcommand)]
        action: Calendar,
    },
    /// 对照两个案卷包，说出哪里不同（不需要工作区）
    Compare {
        /// 一个案卷包
        a: PathBuf,
        /// 另一个案卷包
        b: PathBuf,
    },
    /// 案卷包：办到哪一步、检测、次序、新版本、移交目录树
    Package {
        #[command(subcommand)]
        action: Package,
    },
    /// 载体：登记、写前检查、写盘、核对
    Medium {
        #[command(subcommand)]
        action: Medium,
    },
    /// 交接单与回执
    Handover {
        #[command(subcommand)]
        action: Handover,
    },
    /// 操作日志
    Journal {
        /// 校验日志链，并逐个核对文件库里的文件；坏的、少的指明是哪条记录的哪件材料
        #[arg(long)]
        check: bool,
        /// 最近多少行；不写为 30
        #[arg(long, default_value_t = 30)]
        limit: u32,
    },
    /// 在本机浏览器里使用（仅 127.0.0.1）
    Serve {
        /// 端口；不写或写 0 为随机
        #[arg(long, default_value_t = 0)]
        port: u16,
        /// 只打印网址，不打开浏览器（--json 时也不打开）
        #[arg(long)]
        print_url: bool,
    },
    /// 列出全部命令
    Commands,
    /// 直接调用一个命令，参数为 JSON
    Call {
        /// 命令的名称（commands 列出全部）
        name: String,
        /// 参数，JSON 文字；不写为没有参数
        #[arg(default_value = "{}")]
        payload: String,
        /// 结果是文件的命令，写到这里
        #[arg(long)]
        out: Option<PathBuf>,
    },
}

/// What to do with everybody who is in the roster already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Known {
    /// 跳过
    Skip,
    /// 更新已有人员
    Update,
    /// 作为同名新人加入
    Add,
}

#[derive(Debug, Subcommand)]
pub enum Catalogue {
    /// 检查一个目录文件（不需要工作区）
    Check {
        /// 目录文件（.toml）
        file: PathBuf,
    },
    /// 列出内置目录，或一个批次使用的目录
    Show {
        /// 这个批次使用的目录；不写为内置目录
        #[arg(long)]
        batch: Option<u32>,
    },
    /// 把内置目录另存为文件，供修改成本地目录
    Save {
        /// 写到这个文件；已有同名文件时不覆盖
        file: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub enum Calendar {
    /// 已有放假安排的年份
    Years,
    /// 读一份放假通知（文本文件），逐日列出；加 --add 登记
    Notice {
        /// 放假安排的年份
        year: i32,
        /// 通知全文（文本文件）
        file: PathBuf,
        /// 通知的文号和标题
        #[arg(long, default_value = "")]
        source: String,
        /// 登记到工作区；不写则只列出
        #[arg(long)]
        add: bool,
    },
}

#[derive(Debug, Subcommand)]
pub enum Rules {
    /// 检查一个规则包文件（不需要工作区）
    Check {
        /// 规则包文件（.toml）
        file: PathBuf,
    },
    /// 列出内置规则包（不需要工作区）
    List,
    /// 写出一个规则包：各项校验的级别、依据，每个数和它的来源、是否核对
    Show {
        /// 规则包的编号，如 2019（最新的一版）或 2019@1.1；本单位另写的要在工作区里
        key: String,
    },
}

#[derive(Debug, Subcommand)]
pub enum Person {
    /// 名册
    List {
        /// 姓名或职务里的字；不写则列出全部
        #[arg(default_value = "")]
        query: String,
    },
    /// 一名人员
    Show {
        /// 人员编号（person list 列出）
        id: u32,
    },
    /// 手工新增
    Add {
        /// JSON 文件，字段同任免审批表，例子见 docs/command-line.md
        file: PathBuf,
    },
    /// 换上照片（JPEG 或 PNG，不超过 5 MB）；不写文件则去掉照片
    Photo {
        /// 人员编号（person list 列出）
        id: u32,
        /// 照片文件；不写则去掉照片
        file: Option<PathBuf>,
        /// 照着第几版改的（person show 写明）；其后已有新版的，不覆盖
        #[arg(long)]
        from_revision: u32,
        /// 理由，写进日志
        #[arg(long)]
        reason: String,
    },
    /// 导出 .lrmx
    Export {
        /// 人员编号（person list 列出）
        id: u32,
        /// 写到这个文件；已有同名文件时不覆盖
        file: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub enum Batch {
    /// 全部批次
    List,
    /// 一个批次的进度
    Show {
        /// 批次编号（batch list 列出）
        id: u32,
    },
    /// 新建
    New {
        /// JSON 文件，例子见 docs/command-line.md
        file: PathBuf,
    },
    /// 新增岗位
    Post {
        /// 批次编号（batch list 列出）
        batch: u32,
        /// JSON 文件，例子见 docs/command-line.md
        file: PathBuf,
    },
    /// 新增人选
    Candidate {
        /// 批次编号（batch list 列出）
        batch: u32,
        /// JSON 文件，例子见 docs/command-line.md
        file: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub enum Record {
    /// 记录列表
    List {
        /// 批次编号（batch list 列出）
        batch: u32,
        /// 只列这一步的，如 S12
        #[arg(long)]
        step: Option<String>,
        /// 只列与这名人选有关的
        #[arg(long)]
        candidate: Option<u32>,
    },
    /// 一条记录的全部版本
    Show {
        /// 记录编号（record list 列出）
        id: u32,
    },
    /// 待签记录的打印页（带二维码），合成一个 PDF
    Sheets {
        /// 批次编号（batch list 列出）
        batch: u32,
        /// 只打印这几条
        #[arg(long, value_delimiter = ',')]
        records: Vec<u32>,
        /// 只打印这一天录入或更正的
        #[arg(long)]
        day: Option<String>,
        /// 写到这个文件，已有的换成新的；不写为当前文件夹下的“待签记录”
        #[arg(long, default_value = "待签记录.pdf")]
        out: PathBuf,
    },
    /// 新增
    Add {
        /// 批次编号（batch list 列出）
        batch: u32,
        /// JSON 文件，例子见 docs/command-line.md
        file: PathBuf,
    },
    /// 更正，原版本保留
    Correct {
        /// 记录编号（record list 列出）
        id: u32,
        /// JSON 文件：更正后的全部内容，写法同新增
        file: PathBuf,
        /// 照着第几版改的（record show 写明）；其后已有新版的，不覆盖
        #[arg(long)]
        from_revision: u32,
        /// 更正理由
        #[arg(long)]
        reason: String,
    },
    /// 挂接材料文件
    Attach {
        /// 记录编号（record list 列出）
        id: u32,
        /// 材料文件
        file: PathBuf,
        /// 材料名称
        #[arg(long)]
        name: String,
        /// 责任人签名
        #[arg(long, default_value = "")]
        signer: String,
        /// 签名日期
        #[arg(long)]
        signed: Option<String>,
        /// 页数；不写则从文件里数
        #[arg(long)]
        pages: Option<u32>,
    },
    /// 从记录取下挂错的材料，签了名的也可以；页回到桌面程序的待整理
    TakeOff {
        /// 材料编号
        material: u32,
        /// 照着材料的第几版取下；其后已有新版的不取
        #[arg(long)]
        from_revision: u32,
        /// 取下的理由
        #[arg(long)]
        reason: String,
    },
    /// 把取下的材料挂回原来的记录
    HangBack {
        /// 材料编号
        material: u32,
        /// 取下它的是第几版（record take-off 报告）
        #[arg(long)]
        from_revision: u32,
    },
    /// 把图片材料另制一份 PDF/A（像素不变），原件保留
    ToPdfa {
        /// 材料编号
        material: u32,
    },
    /// 标记步骤不适用
    NotApplicable {
        /// 批次编号（batch list 列出）
        batch: u32,
        /// 步骤，如 S12
        step: String,
        /// 只对这名人选；不写为全批次
        #[arg(long)]
        candidate: Option<u32>,
        /// 不适用的理由
        #[arg(long)]
        reason: String,
        /// 认定人
        #[arg(long)]
        signer: String,
        /// 认定日期，如 2026-03-02
        #[arg(long)]
        date: String,
    },
}

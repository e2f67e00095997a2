//! The words of packing, media, handovers and packages.

use std::path::PathBuf;

use clap::Subcommand;
use jishi_core::metadata::TransferLayout;

#[derive(Debug, Subcommand)]
pub enum Medium {
    /// 登记簿和现在插着的载体
    List,
    /// 登记
    Add {
        /// JSON 文件，例子见 docs/command-line.md
        file: PathBuf,
    },
    /// 写前检查：空间、文件系统、名称、密级、盘上已有的东西
    Preflight {
        /// 载体上的文件夹
        root: PathBuf,
        /// 案卷包，可以写多个
        #[arg(required = true)]
        packages: Vec<PathBuf>,
        /// 登记簿里的编号（数字）；不写则按序列号找
        #[arg(long)]
        medium: Option<u32>,
        /// 写成移交目录树：按 DA/T 93-2022（写 2022）或 2012 年办法（写 2012）；不写则照封装的样子
        #[arg(long)]
        tree: Option<Layout>,
    },
    /// 写盘并开交接单；一张放不下时按检查所分，一次写一张
    Write {
        /// 载体上的文件夹
        root: PathBuf,
        /// 案卷包，可以写多个
        #[arg(required = true)]
        packages: Vec<PathBuf>,
        /// 登记簿里的编号（数字）
        #[arg(long)]
        medium: u32,
        /// 移交单位；不写为案卷包所属批次的单位
        #[arg(long, default_value = "")]
        from: String,
        /// 接收单位
        #[arg(long)]
        to: String,
        /// 写成移交目录树：按 DA/T 93-2022（写 2022）或 2012 年办法（写 2012）；不写则照封装的样子
        #[arg(long)]
        tree: Option<Layout>,
    },
    /// 核对写好的载体；请先拔出再插入
    Check {
        /// 交接单（数字）
        handover: u32,
        /// 载体上的文件夹
        root: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub enum Handover {
    /// 全部交接单
    List,
    /// 一张交接单
    Show {
        /// 交接单的编号（数字，handover list 列出）
        id: u32,
    },
    /// 登记移交；不写 --by 和 --on 为撤回登记错了的移交
    Hand {
        /// 交接单的编号（数字，handover list 列出）
        id: u32,
        /// 移交人
        #[arg(long, requires = "on")]
        by: Option<String>,
        /// 移交日期，如 2026-03-02
        #[arg(long, requires = "by")]
        on: Option<String>,
        /// 照着第几版办的（handover show 写明）；其后已有新版的，不覆盖
        #[arg(long)]
        from_revision: u32,
        /// 已经登记过移交的，更正或撤回的理由
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// 写出待填的回执
    Blank {
        /// 交接单的编号（数字，handover list 列出）
        id: u32,
        /// 写到这个文件；已有同名文件时不覆盖
        file: PathBuf,
    },
    /// 导入回执
    Receive {
        /// 交接单的编号（数字，handover list 列出）
        id: u32,
        /// 填好的回执文件
        file: PathBuf,
        /// 照着第几版办的（handover show 写明）；其后已有新版的，不覆盖
        #[arg(long)]
        from_revision: u32,
        /// 已经登记过回执的，更正的理由
        #[arg(long, default_value = "")]
        reason: String,
    },
}

#[derive(Debug, clap::Args)]
pub struct Pack {
    /// 批次编号（数字，batch list 列出）
    pub batch: u32,
    /// 案卷包写到这个文件夹；不写为当前文件夹下的“案卷包”
    #[arg(long, default_value = "案卷包")]
    pub out: PathBuf,
    /// 装成压缩包（缺省为文件夹）
    #[arg(long)]
    pub zip: bool,
    /// 整理人
    #[arg(long)]
    pub arranger: String,
    /// 检查人（不能与整理人相同）
    #[arg(long)]
    pub checker: String,
    /// 封签口令文件：第一行是口令。第一次封装时按它设定，至少 8 个字；只看（--look）时不用写
    #[arg(long, required_unless_present = "look")]
    pub password: Option<PathBuf>,
    /// 档号规则：DA/T 22-2015（不写时）、DA/T 13-2022 或自定模板
    #[arg(long, default_value = "DA/T 22-2015")]
    pub template: String,
    /// 机构（问题）代码；不写为 ZZB
    #[arg(long, default_value = "ZZB")]
    pub org: String,
    /// 归档年度；不写则取本批次已编档号的年，没有编过的取办结的年（任职通知，没有的看决定，再没有的看最近一条记录）
    #[arg(long)]
    pub year: Option<i32>,
    /// 仍有“错”、检测没有办结（警告、人工项没有核对）或电脑时间早于上一封签时，确需封装的理由，写进备考表和检测报告
    #[arg(long, default_value = "")]
    pub reason: String,
    /// 只看不封：逐卷检测，说出哪些项没有办结、要编多少件档号；不编号，不写任何文件
    #[arg(long)]
    pub look: bool,
    /// 只封装这些卷（预排中的序号）
    #[arg(long, value_delimiter = ',')]
    pub volumes: Vec<u32>,
    /// 同时生成移交目录树：按 DA/T 93-2022（写 2022）或 2012 年办法（写 2012）
    #[arg(long)]
    pub tree: Option<Layout>,
    /// 每件附 DA/T 48 封装包；数字为内容装进封装包的上限（MB），0 为内容都在包外
    #[arg(long)]
    pub capsule: Option<u32>,
    /// 人工核对结果（JSON 文件），形状见 docs/command-line.md
    #[arg(long)]
    pub entries: Option<PathBuf>,
}

/// What is done to a package by hand.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub enum PackageAct {
    #[value(name = "退回整理")]
    TurnBack,
    #[value(name = "签收")]
    Accept,
    #[value(name = "退回")]
    SendBack,
    #[value(name = "立新版本")]
    Renew,
}

impl PackageAct {
    /// Its name in requests.
    pub fn key(self) -> &'static str {
        match self {
            PackageAct::TurnBack => "turn_back",
            PackageAct::Accept => "accept",
            PackageAct::SendBack => "send_back",
            PackageAct::Renew => "renew",
        }
    }
}

/// Layouts of a transfer tree.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub enum Layout {
    /// DA/T 93-2022
    #[value(name = "2022")]
    Da93,
    /// 2012年移交与接收办法
    #[value(name = "2012")]
    Measures2012,
}

impl Layout {
    /// As the program knows it.
    pub fn layout(self) -> TransferLayout {
        match self {
            Layout::Da93 => TransferLayout::DaT93,
            Layout::Measures2012 => TransferLayout::Measures2012,
        }
    }
}

#[derive(Debug, Subcommand)]
pub enum Package {
    /// 各卷案卷包办到哪一步、可以办什么
    List {
        /// 批次编号（数字，batch list 列出）
        batch: u32,
    },
    /// 一卷的打印副本：每件前加归档章封页，每页右上角印卷内页号；原件不动
    Print {
        /// 批次编号（数字，batch list 列出）
        batch: u32,
        /// 卷：综合，或人选加编号，如 人选3
        volume: String,
        /// 存放文件夹
        #[arg(long)]
        out: PathBuf,
        /// 归档年度；不写则与 package pack 相同
        #[arg(long)]
        year: Option<i32>,
        /// 机构（问题）代码；不写为 ZZB
        #[arg(long, default_value = "ZZB")]
        org: String,
    },
    /// 验收和四性检测；人工核对的结果用 --entries 填
    Inspect {
        /// 批次编号（数字，batch list 列出）
        batch: u32,
        /// 卷：综合，或人选加编号，如 人选3
        volume: String,
        /// 整理人
        #[arg(long, default_value = "")]
        arranger: String,
        /// 检查人
        #[arg(long, default_value = "")]
        checker: String,
        /// 人工核对结果（JSON 文件），形状见 docs/command-line.md
        #[arg(long)]
        entries: Option<PathBuf>,
        /// 归档年度；不写则与 package pack 相同
        #[arg(long)]
        year: Option<i32>,
        /// 机构（问题）代码；不写为 ZZB
        #[arg(long, default_value = "ZZB")]
        org: String,
    },
    /// 改卷内次序（JSON 文件：件的标识的列表，形状见 docs/command-line.md）
    Order {
        /// 批次编号（数字，batch list 列出）
        batch: u32,
        /// 卷：综合，或人选加编号，如 人选3
        volume: String,
        /// JSON 文件：件的标识的列表
        file: PathBuf,
        /// 理由，记入日志
        #[arg(long)]
        reason: String,
    },
    /// 办理一卷：退回整理、移交、签收、退回、立新版本
    Act {
        /// 案卷包的编号（数字，见 package list）
        id: u32,
        /// 做什么
        act: PackageAct,
        /// 理由
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// 封签登记簿：历次取的封签号，封存、作废，中断和不相接的指明（有这样的，结束码为 1）
    Register {
        /// 存成 PDF 和电子表格，写到这个文件夹；不写只列出
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// 装传输封套：案卷包在路上用的加密压缩包，7-Zip 能打开；移交进馆的目录树不装
    Wrap {
        /// 封装包（文件夹或压缩包）
        path: PathBuf,
        /// 口令文件：第一行是口令，至少 12 个字
        #[arg(long)]
        password: PathBuf,
        /// 写到这个文件夹
        #[arg(long, default_value = ".")]
        out: PathBuf,
        /// 封套的名称，不要透露内容
        #[arg(long, default_value = "封套-0001")]
        name: String,
    },
    /// 封签密钥的状态：有没有口令、证书指纹
    Keys,
    /// 更换封签口令
    Passphrase {
        /// 原口令文件：第一行是口令
        #[arg(long)]
        old: PathBuf,
        /// 新口令文件：第一行是口令，至少 8 个字
        #[arg(long)]
        new: PathBuf,
    },
    /// 换一对封签密钥（口令丢失或外泄时）；已封存的案卷不受影响
    Renew {
        /// 批次编号（数字）；证书写它的立档单位
        batch: u32,
        /// 新密钥的口令文件：第一行是口令，至少 8 个字
        #[arg(long)]
        password: PathBuf,
        /// 为什么换
        #[arg(long)]
        reason: String,
    },
    /// 拆传输封套：得到案卷包的文件夹，并完整核对
    Unwrap {
        /// 封套
        path: PathBuf,
        /// 口令文件：第一行是口令
        #[arg(long)]
        password: PathBuf,
        /// 写到这个文件夹
        #[arg(long, default_value = ".")]
        out: PathBuf,
    },
    /// 由封装包生成移交目录树
    Tree {
        /// 封装包（文件夹或压缩包）
        path: PathBuf,
        /// 写到这个文件夹
        #[arg(long, default_value = ".")]
        out: PathBuf,
        /// 布局：2022 或 2012
        #[arg(long, default_value = "2022")]
        layout: Layout,
    },
}

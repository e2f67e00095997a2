//! The words of 放行 and of the tables of 监督.

use std::path::PathBuf;

use clap::Subcommand;

/// Which table of 监督.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum SuperviseTable {
    /// 预警
    Board,
    /// 台账
    Ledger,
    /// 责任倒查
    Duties,
    /// 时间线（须写 --batch）
    Timeline,
    /// 统计
    Statistics,
    /// “一报告两评议”底表
    Promoted,
    /// 自查表
    SelfCheck,
}

#[derive(Debug, clap::Args)]
pub struct Supervise {
    /// 哪一张表
    #[arg(value_enum)]
    pub table: SuperviseTable,
    /// 只看这个批次的（数字，batch list 列出）
    #[arg(long)]
    pub batch: Option<u32>,
    /// 只看这个人选的（数字，batch show 列出）
    #[arg(long)]
    pub candidate: Option<u32>,
    /// 只看这一步的，如 S12
    #[arg(long)]
    pub step: Option<String>,
    /// 责任人姓名（可以是一部分）
    #[arg(long, default_value = "")]
    pub who: String,
    /// 只看这一年的，如 2026
    #[arg(long)]
    pub year: Option<i32>,
    /// 写到哪个文件夹
    #[arg(long, default_value = "监督")]
    pub out: PathBuf,
}

#[derive(Debug, Subcommand)]
pub enum Waiver {
    /// 一个批次的放行
    List {
        /// 批次编号（数字，batch list 列出）
        batch: u32,
    },
    /// 放行一条校验结果；同一代码有多条时用人选、步骤、记录指明
    Grant {
        /// 批次编号（数字，batch list 列出）
        batch: u32,
        /// 校验代码，如 V06
        code: String,
        /// 人选编号（数字，batch show 列出）
        #[arg(long)]
        candidate: Option<u32>,
        /// 步骤代码，如 S12
        #[arg(long)]
        step: Option<String>,
        /// 记录编号（数字，record list 列出）
        #[arg(long)]
        record: Option<u32>,
        /// 放行理由
        #[arg(long)]
        reason: String,
        /// 放行人
        #[arg(long)]
        signer: String,
        /// 放行人职务
        #[arg(long)]
        post: String,
        /// 放行日期
        #[arg(long)]
        date: String,
        /// 有签名的审批件；“错”必须附
        #[arg(long)]
        paper: Option<PathBuf>,
    },
    /// 撤回一次放行（另记一笔，原放行保留）
    Withdraw {
        /// 放行编号（数字，waiver list 列出）
        id: u32,
        /// 撤回理由
        #[arg(long)]
        reason: String,
        /// 撤回人
        #[arg(long)]
        signer: String,
        /// 撤回日期
        #[arg(long)]
        date: String,
    },
    /// 生成程序偏差清单（PDF 和电子表格）
    Deviations {
        /// 批次编号（数字，batch list 列出）
        batch: u32,
        /// 写到哪个文件夹
        #[arg(long, default_value = "程序偏差清单")]
        out: PathBuf,
    },
}

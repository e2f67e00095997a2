//! The words of forms, of the 归档范围和保管期限表 and of packages.

use std::path::PathBuf;

use clap::Subcommand;

use super::{Layout, PackageAct};

#[derive(Debug, Subcommand)]
pub enum Form {
    /// 全部表样
    List,
    /// 检查一个表样文件（不需要工作区）
    Check {
        /// 表样文件（.toml）
        file: PathBuf,
    },
    /// 打印一份内置表样的原文，另存修改后放进工作区的“表样”文件夹即可替换它（不需要工作区）
    Show {
        /// 表的代号（form list 列出）
        form: String,
    },
    /// 某类表可用的全部栏目名（不需要工作区）：批次、人选、记录、案卷、移交、封签
    Fields {
        /// 批次、人选、记录、案卷、移交、封签中的一个
        subject: String,
    },
    /// 生成一张表：按批次、人选、记录或交接单填写，或用 --blank 生成空白参考模本
    Write {
        /// 表的代号或名称（form list 列出）
        form: String,
        /// 按这个批次填写
        #[arg(long)]
        batch: Option<u32>,
        /// 按这名人选填写（人选编号，batch show 列出）
        #[arg(long)]
        candidate: Option<u32>,
        /// 按这条记录填写（record list 列出）
        #[arg(long)]
        record: Option<u32>,
        /// 交接单的编号（移交类的表）
        #[arg(long)]
        handover: Option<u32>,
        /// 按这个案卷包填写（封签号，package list 列出）；只用于封签证书页
        #[arg(long)]
        seal: Option<String>,
        /// 空白参考模本
        #[arg(long)]
        blank: bool,
        /// 写到这个文件夹；不写为当前文件夹下的“表”
        #[arg(long, default_value = "表")]
        out: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub enum Filing {
    /// 检查一个归档范围表文件
    Check {
        /// 归档范围表文件（.toml）
        file: PathBuf,
    },
    /// 打印内置的归档范围表，另存为工作区里的“归档范围表.toml”即可修改成本单位的表
    Show,
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
        /// 归档年度；不写则取今年
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
        /// 归档年度；不写则取今年
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

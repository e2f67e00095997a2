//! The words of forms and of the 归档范围和保管期限表.

use std::path::PathBuf;

use clap::Subcommand;

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
    /// 字体：程序自带的、工作区补充的，以及没有字体能印出的字在谁的哪一栏
    Fonts,
    /// 补充一个字体文件，印别的字体没有的字；文件复制到工作区的“字体”文件夹
    AddFont {
        /// 字体文件（.ttf、.ttc）
        file: PathBuf,
    },
    /// 停用一个补充的字体；文件移到工作区的“字体/停用”
    RemoveFont {
        /// 补充字体的文件名（form fonts 列出）
        name: String,
    },
    /// 填好的一张表上每一栏出自哪条记录、哪个人的信息或批次的哪一项
    Origins {
        /// 表的代号或名称（form list 列出）
        form: String,
        /// 按这个批次填写
        #[arg(long)]
        batch: u32,
        /// 按这名人选填写（人选编号，batch show 列出）
        #[arg(long)]
        candidate: Option<u32>,
        /// 按这条记录填写（record list 列出）
        #[arg(long)]
        record: Option<u32>,
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

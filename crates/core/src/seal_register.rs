//! 封签登记簿: every seal number that was ever taken, in order, and what does not fit: a number that is gone, a seal that does not follow the
//! one before it. A void number is no gap: it stands with its word. Pure; the store keeps the rows.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::finding::{Finding, Level, Place};
use crate::id::BatchId;
use crate::table::{Cell, Table};

/// What became of a seal number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SealState {
    /// 取号: its package is being written, or the writing was killed and is settled at the next sealing.
    Taken,
    /// 封存
    Sealed,
    /// 作废: its package was never finished. The number is not used again.
    Void,
}

impl SealState {
    pub const ALL: [SealState; 3] = [SealState::Taken, SealState::Sealed, SealState::Void];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            SealState::Taken => "取号",
            SealState::Sealed => "封存",
            SealState::Void => "作废",
        }
    }
}

/// One number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SealRow {
    /// Its place in the run over all years, from 1.
    pub no: u32,
    pub seal_no: String,
    pub state: SealState,
    /// 案卷题名
    pub title: String,
    pub batch: BatchId,
    pub batch_number: String,
    pub batch_name: String,
    pub items: u32,
    /// When the number was taken, RFC 3339.
    pub taken_at: String,
    /// When the package was sealed, RFC 3339; empty unless it was.
    pub sealed_at: String,
    /// SHA-256 of its 封签.json, and of the one before; empty unless it was sealed, the latter for the first too.
    pub seal_sha256: String,
    pub previous: String,
    /// Why it was sealed with something open; empty when nothing was.
    pub reason: String,
}

const REMEDY: &str = "登记簿可能在程序之外被改动过；请保留现状，从最近的备份和操作日志核对，并与纸质封签证书页核对";

/// What does not fit, in the order of the numbers. `rows` are in that order.
#[must_use]
pub fn gaps(rows: &[SealRow]) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut say = |seal: Option<&SealRow>, message: String| {
        let place = Place { batch: seal.map(|s| s.batch), ..Place::default() };
        found.push(Finding::new("J04", Level::Error, place, message).remedy(REMEDY));
    };
    let mut next = 1_u32;
    let mut last: Option<&SealRow> = None;
    for row in rows {
        if row.no > next {
            let missing =
                if row.no - next == 1 { format!("第 {next} 号") } else { format!("第 {next} 至 {} 号", row.no - 1) };
            say(Some(row), format!("封签登记簿中断：{}（第 {} 号）之前缺{missing}，既没有封存也没有作废", row.seal_no, row.no));
        }
        next = row.no.saturating_add(1);
        if row.state != SealState::Sealed {
            continue;
        }
        if row.seal_sha256.is_empty() {
            say(Some(row), format!("封签号 {} 记为封存，案卷包登记里却没有它", row.seal_no));
        } else if row.previous != last.map(|l| l.seal_sha256.as_str()).unwrap_or_default() {
            let before = last.map_or_else(|| "它是第一个封签".to_owned(), |l| format!("它前面是 {}", l.seal_no));
            say(Some(row), format!("封签 {} 写明的前一封签摘要与登记不符：{before}", row.seal_no));
        }
        last = Some(row);
    }
    found
}

/// The register to be printed, or opened as a spreadsheet. `today` as printed.
#[must_use]
pub fn table(rows: &[SealRow], findings: &[Finding], unit: &str, today: &str) -> Table {
    let columns = [
        ("序号", 10, false),
        ("封签号", 32, false),
        ("状态", 13, false),
        ("案卷题名", 62, true),
        ("批次", 40, true),
        ("件数", 11, false),
        ("封存（取号）时间", 28, false),
        ("封签 SHA-256（前16位）", 36, false),
        ("前一封签（前16位）", 36, false),
    ];
    let mut table = Table::new("封签登记簿", &columns);
    table.lines = vec![format!("单位：{unit}　　制表日期：{today}")];
    let minute = |stamp: &str| stamp.get(..16).unwrap_or(stamp).replace('T', " ");
    let short = |hex: &str| hex.get(..16).unwrap_or(hex).to_owned();
    for row in rows {
        let at = if row.sealed_at.is_empty() { &row.taken_at } else { &row.sealed_at };
        table.rows.push(vec![
            Cell::from(row.no),
            row.seal_no.as_str().into(),
            row.state.word().into(),
            row.title.as_str().into(),
            format!("{} {}", row.batch_number, row.batch_name).into(),
            row.items.into(),
            minute(at).into(),
            short(&row.seal_sha256).into(),
            short(&row.previous).into(),
        ]);
    }
    table.notes.push("作废：取了号而没有封装完成，号不再用。序号跨年连续，缺号即是登记被改动。".into());
    table.notes.extend(findings.iter().map(|f| format!("[{}] {}", f.level.word(), f.message)));
    table.signers = ["登记人", "审核人"].map(|n| format!("{n}\n（签名）")).to_vec();
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(no: u32, state: SealState, sha: &str, previous: &str) -> SealRow {
        SealRow {
            no,
            seal_no: format!("Z109-2026-{no:04}"),
            state,
            title: "综合卷".into(),
            batch: BatchId(1),
            batch_number: "202603".into(),
            batch_name: "第三批".into(),
            items: 3,
            taken_at: "2026-03-10T09:00:00+08:00".into(),
            sealed_at: String::new(),
            seal_sha256: sha.into(),
            previous: previous.into(),
            reason: String::new(),
        }
    }

    #[test]
    fn a_void_number_is_no_gap_and_one_that_is_gone_is() {
        use SealState::{Sealed, Taken, Void};
        let whole = [row(1, Sealed, "a", ""), row(2, Void, "", ""), row(3, Sealed, "b", "a"), row(4, Taken, "", "")];
        assert_eq!(gaps(&whole), vec![]);
        let told = |rows: &[SealRow]| gaps(rows).into_iter().map(|f| f.message).collect::<Vec<_>>().join("；");
        assert!(told(&[whole[0].clone(), whole[2].clone()]).contains("缺第 2 号"));
        assert!(told(&whole[3..]).contains("缺第 1 至 3 号"));
        assert!(told(&whole[1..]).contains("缺第 1 号") && told(&whole[1..]).contains("它是第一个封签"));
        assert!(told(&[row(1, Sealed, "", "")]).contains("案卷包登记里却没有它"));
        assert!(told(&[row(1, Sealed, "a", ""), row(2, Sealed, "b", "x")]).contains("它前面是 Z109-2026-0001"));
        let printed = table(&whole, &gaps(&whole[1..]), "云岭市委组织部", "2026年3月10日");
        assert_eq!((printed.rows.len(), printed.rows[1][2].words()), (4, "作废".to_owned()));
        assert!(printed.notes.iter().any(|n| n.contains("缺第 1 号")));
    }
}

//! 移交: who handed a medium over and on what day. It stands on the slip, moves the packages along, and is corrected like a receipt.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Correction, HandoverContent, HandoverState, day_of};
use crate::finding::{Finding, Level, Place};

/// Who handed over, on what day (`2026-03-10`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Handing {
    pub by: String,
    pub on: String,
}

/// A 移交 as it was entered before it was corrected or taken back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HandedBefore {
    pub handing: Handing,
    pub why: String,
    /// RFC 3339 with offset.
    pub corrected_at: String,
    pub corrected_by: String,
}

impl HandoverContent {
    /// Enters that it was handed over; None takes back what was entered. With any 错 among the findings nothing was entered.
    pub fn hand(&mut self, handing: Option<Handing>, today: NaiveDate, correction: Correction<'_>) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut say = |code: &str, level: Level, message: String, remedy: &str| {
            findings.push(Finding::new(code, level, Place::file("移交").field("移交日期"), message).remedy(remedy));
        };
        let standing = self.handed.as_ref();
        let why = correction.why.trim();
        match (&handing, standing) {
            (None, None) => say("H14", Level::Error, "这张交接单没有登记过移交".into(), "不必撤回"),
            (None, _) if self.is_received() => {
                say("H14", Level::Error, "这张交接单已经登记了回执，移交不能撤回".into(), "日期登记错了的，写明理由更正");
            }
            (Some(new), Some(old)) if new == old => say("H12", Level::Error, "已经登记过同样的移交".into(), "不必再登记"),
            (_, Some(old)) if why.is_empty() => {
                let message = format!("这张交接单已登记由{}于{}移交", old.by, old.on);
                say("H11", Level::Error, message, "改动或撤回要写明理由；原来登记的照样留着");
            }
            _ => {}
        }
        if let Some(new) = &handing {
            if new.by.trim().is_empty() {
                say("H15", Level::Error, "没有写移交人".into(), "请填写移交人");
            }
            if let Some(wrong) = self.no_day_of_handing(&new.on, today) {
                say("H16", Level::Error, wrong, "请核对移交的日子，写成年月日，例如 2026-03-02");
            }
            match self.state() {
                HandoverState::Unsound => {
                    say("H17", Level::Error, "这张载体最近一次核对不符，不能移交".into(), "请重写这张载体，核对相符后再移交");
                }
                HandoverState::Written => {
                    say("H18", Level::Warning, "移交以前没有拔出重插核对过".into(), "请接收单位当面核对摘要");
                }
                _ => {}
            }
        }
        if findings.iter().all(|f| f.level != Level::Error) {
            if let Some(old) = self.handed.take() {
                let [why, corrected_at, corrected_by] = [why, correction.at, correction.by].map(str::to_owned);
                self.handed_before.push(HandedBefore { handing: old, why, corrected_at, corrected_by });
            }
            self.handed = handing;
        }
        findings
    }

    fn no_day_of_handing(&self, said: &str, today: NaiveDate) -> Option<String> {
        let Some(day) = day_of(said) else { return Some(format!("移交日期“{said}”不是年月日")) };
        match (day_of(&self.written_at), day_of(&self.received_at)) {
            (Some(written), _) if day < written => Some(format!("移交日期 {day} 在写盘（{written}）之前")),
            (_, Some(received)) if day > received => Some(format!("移交日期 {day} 在接收（{received}）之后")),
            _ if day > today => Some(format!("移交日期 {day} 还没有到，今天是 {today}")),
            _ => None,
        }
    }
}

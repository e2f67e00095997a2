//! How long one judgement of a case file takes: `cargo run --release -p jishi-core --example judge_time -- 案件.json`.

use std::time::Instant;

use jishi_core::calendar::Calendar;
use jishi_core::casefile::CaseFile;
use jishi_core::checks::judge;
use jishi_core::rules::RuleBook;

fn main() {
    for path in std::env::args().skip(1) {
        let text = match jishi_fs::read_text(std::path::Path::new(&path)) {
            Ok(text) => text,
            Err(e) => {
                println!("{path}：{e}");
                continue;
            }
        };
        let file = match CaseFile::parse(&text, &path, RuleBook::builtin()) {
            Ok(file) => file,
            Err(faults) => {
                println!("{path}：{faults:#?}");
                continue;
            }
        };
        let mut times = Vec::new();
        let mut found = 0;
        for _ in 0..11 {
            let begun = Instant::now();
            found = judge(&file.case, Calendar::builtin(), &file.rules, &file.extent).len();
            times.push(begun.elapsed());
        }
        times.sort_unstable();
        let median = times.get(times.len() / 2).copied().unwrap_or_default();
        let case = &file.case;
        println!("{path}：{}人、{}条记录，{found}条结果，{median:?}（11次的中位数）", case.candidates.len(), case.records.len());
    }
}

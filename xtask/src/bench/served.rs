//! The program kept open, as a window keeps it: `jishi serve` asked over the loopback, so that what is measured is one command and not
//! the start of a program and the opening of a workspace.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::bench::Ground;
use crate::place;
use crate::step::{Outcome, Stop};

/// Times a command is asked; the median counts.
const TURNS: u32 = 21;

pub struct Served {
    child: Child,
    port: String,
    cookie: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn fault(what: &str, e: impl std::fmt::Display) -> Stop {
    Stop::new(format!("本机服务{what}：{e}"), "请重新运行。")
}

impl Served {
    pub fn of(ground: &Ground, workspace: &Path) -> Outcome<Served> {
        let mut child = std::process::Command::new(&ground.jishi)
            .args(["serve", "--print-url", "--workspace"])
            .arg(workspace)
            .env("JISHI_ASSETS", place::root().join("assets"))
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|e| fault("启动不了", e))?;
        let mut line = String::new();
        if let Some(out) = child.stdout.take() {
            BufReader::new(out).read_line(&mut line).map_err(|e| fault("没有说出网址", e))?;
        }
        let mut served = Served { child, port: String::new(), cookie: String::new() };
        let (port, page) = line
            .trim()
            .strip_prefix("http://127.0.0.1:")
            .and_then(|rest| rest.split_once('/'))
            .ok_or_else(|| fault("的网址看不懂", line.trim()))?;
        served.port = port.to_owned();
        let answer = served.ask(&format!("GET /{page} HTTP/1.1\r\n"), "")?;
        let mut heads = answer.lines().filter_map(|line| line.split_once(": "));
        let cookie = heads.find(|(name, _)| name.eq_ignore_ascii_case("set-cookie")).and_then(|(_, c)| c.split(';').next());
        let cookie = cookie.ok_or_else(|| fault("没有给出登录", ""))?;
        served.cookie = cookie.to_owned();
        Ok(served)
    }

    fn ask(&self, first: &str, body: &str) -> Outcome<String> {
        let mut stream = TcpStream::connect(format!("127.0.0.1:{}", self.port)).map_err(|e| fault("连不上", e))?;
        let request = format!(
            "{first}Host: 127.0.0.1:{}\r\nCookie: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.port,
            self.cookie,
            body.len()
        );
        stream.write_all(request.as_bytes()).map_err(|e| fault("不收请求", e))?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).map_err(|e| fault("没有回话", e))?;
        Ok(answer)
    }

    /// The answer of a command.
    pub fn call(&self, name: &str, body: &str) -> Outcome<String> {
        let answer = self.ask(&format!("POST /call/{name} HTTP/1.1\r\n"), body)?;
        match answer.split_once("\r\n\r\n") {
            Some((head, body)) if head.starts_with("HTTP/1.1 200") => Ok(body.to_owned()),
            _ => Err(Stop::new(format!("{name} 没有做成：{answer}"), "请看上面的说明。")),
        }
    }

    /// The median of some calls after the first, each another request (`body` of its number): what one waits for while typing.
    pub fn median(&self, name: &str, body: impl Fn(u32) -> String) -> Outcome<Duration> {
        self.call(name, &body(0))?;
        let mut took = Vec::new();
        for turn in 1..=TURNS {
            let body = body(turn);
            let begun = Instant::now();
            self.call(name, &body)?;
            took.push(begun.elapsed());
        }
        took.sort();
        Ok(took.get(took.len() / 2).copied().unwrap_or_default())
    }
}

//! The invariants of docs/architecture.md as tests. Each failure names the file and says what to do.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use toml::{Table, Value};

use crate::project::{files, root, shown};

fn text(path: impl AsRef<Path>) -> String {
    jishi_fs::read_text(&root().join(path)).unwrap()
}

fn table(path: impl AsRef<Path>) -> Table {
    text(path).parse().unwrap()
}

fn lines(path: &Path) -> usize {
    text(path).lines().count()
}

/// Package name → names of everything it depends on outside tests (and in its build script).
fn members() -> BTreeMap<String, BTreeSet<String>> {
    files("", &["Cargo.toml"])
        .into_iter()
        .map(table)
        .filter_map(|manifest| {
            let name = manifest.get("package")?.get("name")?.as_str()?.to_owned();
            Some((name, dependencies(&manifest, &["dependencies", "build-dependencies"])))
        })
        .collect()
}

fn dependencies(manifest: &Table, kinds: &[&str]) -> BTreeSet<String> {
    let own = kinds.iter().filter_map(|k| manifest.get(*k));
    let per_system = manifest.get("target").and_then(Value::as_table).into_iter().flat_map(Table::values);
    let per_system = per_system.flat_map(|t| kinds.iter().filter_map(|k| t.get(*k)));
    own.chain(per_system).filter_map(Value::as_table).flat_map(|t| t.keys().cloned()).collect()
}

#[test]
fn no_file_of_rust_typescript_or_vue_has_more_than_600_lines() {
    // Generated and committed; its length says nothing about how the code is cut.
    let generated = ["ui/src/ipc/commands.ts"];
    let checked = files("", &[".rs", ".ts", ".vue"]);
    assert!(checked.len() > 20, "the walk found only {} files", checked.len());
    let long: Vec<String> = checked
        .iter()
        .filter(|p| !generated.contains(&shown(p).as_str()))
        .filter(|p| lines(p) > 600)
        .map(|p| format!("{}: {} lines", shown(p), lines(p)))
        .collect();
    assert!(long.is_empty(), "cut by subject into files of 100–300 lines:\n{}", long.join("\n"));
}

#[test]
fn each_heavy_dependency_is_known_to_one_room_only() {
    let rooms: &[(&str, &[&str])] = &[
        ("rusqlite", &["jishi-store"]),
        ("printpdf", &["jishi-forms"]),
        ("lopdf", &["jishi-forms"]),
        ("rust_xlsxwriter", &["jishi-forms"]),
        ("zip", &["jishi-archive"]),
        ("rqrr", &["jishi-scan"]),
        ("walkdir", &["jishi-archive"]),
        ("tauri", &["jishi-desktop"]),
        ("tauri-build", &["jishi-desktop"]),
        ("tauri-plugin-dialog", &["jishi-desktop"]),
    ];
    let members = members();
    for (dependency, allowed) in rooms {
        for (member, needs) in &members {
            assert!(
                !needs.contains(*dependency) || allowed.contains(&member.as_str()),
                "{member} depends on {dependency}; only {allowed:?} may. Go through that crate's own interface."
            );
        }
    }
}

#[test]
fn rooms_depend_in_one_direction() {
    let may: &[(&str, &[&str])] = &[
        ("jishi-fs", &[]),
        ("jishi-core", &[]),
        ("jishi-store", &["jishi-core", "jishi-fs"]),
        ("jishi-forms", &["jishi-core", "jishi-fs"]),
        ("jishi-archive", &["jishi-core", "jishi-fs"]),
        ("jishi-verify", &["jishi-archive", "jishi-fs"]),
        ("jishi-scan", &[]),
        ("jishi-app", &["jishi-core", "jishi-fs", "jishi-store", "jishi-forms", "jishi-archive", "jishi-scan"]),
        ("jishi-cli", &["jishi-core", "jishi-fs", "jishi-app"]),
        ("jishi-desktop", &["jishi-fs", "jishi-app"]),
        ("jishi-samples", &["jishi-core", "jishi-fs"]),
        ("xtask", &[]),
    ];
    let members = members();
    let unjudged: Vec<&String> =
        members.keys().filter(|m| *m != "jishi-tests" && may.iter().all(|(name, _)| name != m)).collect();
    assert!(unjudged.is_empty(), "say here what {unjudged:?} may depend on");
    for (member, allowed) in may {
        let Some(needs) = members.get(*member) else {
            continue;
        };
        for need in needs.iter().filter(|n| n.starts_with("jishi-")) {
            assert!(allowed.contains(&need.as_str()), "{member} may not depend on {need}: data moves right and down, never back");
        }
    }
}

#[test]
fn only_one_file_of_the_page_knows_tauri() {
    for path in files("ui", &[".ts", ".vue", ".js", ".html"]) {
        // `__TAURI_INTERNALS__` may be looked for, to tell which host is there; `window.__TAURI__` would bypass the bridge.
        let known = ["@tauri-apps/", "__TAURI__", "__TAURI_INTERNALS__."].iter().any(|word| text(&path).contains(word));
        assert!(!known || shown(&path) == "ui/src/ipc/tauri.ts", "{} speaks to Tauri; go through ui/src/ipc", shown(&path));
    }
}

#[test]
fn the_installed_window_carries_data_and_screens() {
    let config: serde_json::Value = serde_json::from_str(&text("src-tauri/tauri.conf.json")).unwrap();
    let carried = config["bundle"]["resources"].as_object().unwrap();
    // The names on the right are those crates/app/src/place.rs looks for.
    assert_eq!(carried["../assets"], "assets");
    assert_eq!(carried["../ui/dist"], "ui");
}

#[test]
fn the_shell_stays_thin() {
    let total: usize = files("src-tauri", &[".rs"]).iter().map(|p| lines(p)).sum();
    assert!(total <= 600, "src-tauri has {total} lines of Rust; use cases belong in crates/app");
}

#[test]
fn the_core_has_no_clock_no_file_and_no_thread() {
    let barred = [
        "std::fs",
        "std::net",
        "std::process",
        "std::env",
        "SystemTime",
        "Instant::now",
        "Utc::now",
        "Local::now",
        "std::thread",
        "jishi_fs",
    ];
    for path in files("crates/core/src", &[".rs"]) {
        // Test modules in files of their own may read fixtures too.
        if path.ends_with("tests.rs") || path.components().any(|c| c.as_os_str() == "tests") {
            continue;
        }
        let code = text(&path);
        // What follows `#[cfg(test)] mod tests` may read fixtures.
        let code = code.split("#[cfg(test)]\nmod tests").next().unwrap();
        for (number, line) in code.lines().enumerate().filter(|(_, l)| !l.trim_start().starts_with("//")) {
            for word in barred {
                assert!(!line.contains(word), "{}:{}: {word}; take it as an argument", shown(&path), number + 1);
            }
        }
    }
}

#[test]
fn only_the_loopback_host_opens_a_socket() {
    let barred = ["std::net", "TcpListener", "TcpStream", "UdpSocket", "ureq", "reqwest", "hyper", "tokio::net"];
    for path in files("crates", &[".rs"]).iter().chain(&files("src-tauri", &[".rs"])) {
        let host = shown(path).starts_with("crates/cli/");
        for (number, line) in text(path).lines().enumerate().filter(|(_, l)| !l.trim_start().starts_with("//")) {
            for word in barred {
                assert!(
                    host || !line.contains(word),
                    "{}:{}: {word}; the program works without a network",
                    shown(path),
                    number + 1
                );
            }
        }
    }
    for path in files("crates/cli", &[".rs"]) {
        assert!(!text(&path).contains("0.0.0.0"), "{}: the loopback host listens on 127.0.0.1 only", shown(&path));
    }
}

#[test]
fn lock_files_hold_no_download_addresses() {
    let lock = table("Cargo.lock");
    for package in lock["package"].as_array().unwrap() {
        let source = package.get("source").and_then(Value::as_str).unwrap_or_default();
        assert!(
            source.is_empty() || source == "registry+https://github.com/rust-lang/crates.io-index",
            "Cargo.lock: {} comes from {source}",
            package["name"]
        );
    }
    for path in files("", &["package-lock.json"]) {
        let found = text(&path).lines().any(|l| l.trim_start().starts_with("\"resolved\""));
        assert!(!found, "{}: run npm with omit-lockfile-registry-resolved=true", shown(&path));
    }
    for path in files("", &[".npmrc", "config.toml"]) {
        let found = text(&path).lines().any(|l| !l.trim_start().starts_with('#') && l.contains("://"));
        assert!(!found, "{} names a registry; that is each machine's own affair", shown(&path));
    }
}

#[test]
fn every_dependency_has_its_line_of_reason_and_every_line_its_dependency() {
    let page = text("docs/dependencies.md");
    let reasoned: BTreeSet<String> = page
        .lines()
        .filter_map(|l| l.strip_prefix("| `")?.split_once('`'))
        .inspect(|(name, rest)| {
            assert!(rest.trim_matches([' ', '|']).chars().count() > 5, "docs/dependencies.md gives no reason for {name}")
        })
        .map(|(name, _)| name.to_owned())
        .collect();
    let manifest = table("Cargo.toml");
    let mut used: BTreeSet<String> = manifest["workspace"]["dependencies"]
        .as_table()
        .unwrap()
        .keys()
        .filter(|name| !name.starts_with("jishi-"))
        .cloned()
        .collect();
    for path in files("", &["Cargo.toml"]) {
        let own = dependencies(&table(&path), &["dependencies", "dev-dependencies", "build-dependencies"]);
        used.extend(own.into_iter().filter(|name| !name.starts_with("jishi-")));
    }
    if let Ok(page) = jishi_fs::read_text(&root().join("ui/package.json")) {
        let page: serde_json::Value = serde_json::from_str(&page).unwrap();
        for kind in ["dependencies", "devDependencies"] {
            used.extend(page[kind].as_object().into_iter().flat_map(|t| t.keys().cloned()));
        }
    }
    let missing: Vec<&String> = used.difference(&reasoned).collect();
    assert!(missing.is_empty(), "docs/dependencies.md has no line `| `name` | why |` for {missing:?}");
    if root().join("ui/package.json").exists() {
        let stale: Vec<&String> = reasoned.difference(&used).collect();
        assert!(stale.is_empty(), "docs/dependencies.md speaks of what nobody uses: {stale:?}");
    }
}

#[test]
fn npm_packages_are_pinned_exactly() {
    let Ok(page) = jishi_fs::read_text(&root().join("ui/package.json")) else {
        return;
    };
    let page: serde_json::Value = serde_json::from_str(&page).unwrap();
    for kind in ["dependencies", "devDependencies"] {
        for (name, version) in page[kind].as_object().into_iter().flatten() {
            let version = version.as_str().unwrap();
            assert!(
                version.starts_with(|c: char| c.is_ascii_digit()),
                "ui/package.json: {name} {version}; write the exact version"
            );
        }
    }
}

#[test]
fn every_room_of_the_map_is_there_and_every_crate_is_on_the_map() {
    let map = text("docs/architecture.md");
    for path in files("crates", &["Cargo.toml"]) {
        let room = shown(path.parent().unwrap());
        assert!(map.contains(&format!("`{room}`")), "docs/architecture.md does not say what {room} is for");
    }
}

#[test]
fn every_module_opens_with_what_it_is_for() {
    // A `tests.rs` beside its module speaks of that module.
    for path in files("", &[".rs"]).iter().filter(|p| !p.ends_with("tests.rs")) {
        let code = text(path);
        let opening = code.lines().find(|l| !l.trim().is_empty() && !l.starts_with("#![")).unwrap_or_default();
        let said = opening.strip_prefix("//!").or_else(|| opening.strip_prefix("// ")).unwrap_or_default();
        assert!(said.trim().chars().count() > 10, "{} does not open with `//!` and what it is for", shown(path));
    }
}

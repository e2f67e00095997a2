//! Drives the real desktop program through WebKitWebDriver: a plain client of the few WebDriver calls the journeys need.
//! Native dialogs cannot be driven; journeys put paths into the fields the dialogs only fill in.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use base64::Engine as _;
use serde_json::{Value, json};

/// What went wrong, in words for the reader of a test log.
pub type Outcome<T> = Result<T, String>;

/// The key under which WebDriver hands out an element (W3C WebDriver §12.1).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// On a loaded machine the window has taken 15 s to paint.
const PATIENCE: Duration = Duration::from_secs(60);

/// The running program with its window. Dropping it ends the window, the driver and everything they started.
pub struct Desktop {
    driver: Driver,
    session: String,
}

/// The driver in a process group of its own: ended alone, it would leave the program running.
struct Driver {
    child: Child,
    agent: ureq::Agent,
    address: String,
}

/// An element of the page, as the driver names it.
#[derive(Debug, Clone)]
pub struct Element(String);

impl Desktop {
    /// Starts the program on a workspace. `home` takes what the program would put into the user's own folders.
    ///
    /// # Errors
    /// When the driver or the window does not come up within a minute.
    pub fn open(program: &Path, workspace: &Path, home: &Path) -> Outcome<Desktop> {
        let driver = Driver::start(home)?;
        let options = json!({ "binary": program, "args": ["--workspace", workspace] });
        // No browserName: the driver would answer "Failed to match capabilities".
        let wanted = json!({ "capabilities": { "alwaysMatch": { "webkitgtk:browserOptions": options } } });
        let opened = patiently(|| driver.post("/session", &wanted))?;
        let id =
            opened.get("sessionId").and_then(Value::as_str).ok_or_else(|| format!("the driver gave no session: {opened}"))?;
        let session = format!("/session/{id}");
        Ok(Desktop { driver, session })
    }

    /// The title of the page.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub fn title(&self) -> Outcome<String> {
        self.get("/title").map(into_text)
    }

    /// Waits until an element is there, and gives it.
    ///
    /// # Errors
    /// When it does not appear within a minute.
    pub fn find(&self, css: &str) -> Outcome<Element> {
        let asked = json!({ "using": "css selector", "value": css });
        patiently(|| self.post("/element", &asked).and_then(|v| element(&v))).map_err(|e| format!("no “{css}” on the page: {e}"))
    }

    /// Waits until a visible element that holds this text is there, and gives the innermost one.
    ///
    /// # Errors
    /// When it does not appear within a minute.
    pub fn find_text(&self, css: &str, text: &str) -> Outcome<Element> {
        let script = "const [css, text] = arguments;
            const seen = [...document.querySelectorAll(css)].filter(e => e.textContent.includes(text) && e.getClientRects().length);
            return seen.find(e => !seen.some(o => o !== e && e.contains(o))) ?? null;";
        patiently(|| element(&self.run(script, json!([css, text]))?)).map_err(|e| format!("no “{css}” with “{text}”: {e}"))
    }

    /// The rendered text of an element.
    ///
    /// # Errors
    /// When the element is gone.
    pub fn text(&self, element: &Element) -> Outcome<String> {
        self.get(&format!("/element/{}/text", element.0)).map(into_text)
    }

    /// Clicks the middle of an element.
    ///
    /// # Errors
    /// When the element is gone or covered.
    pub fn click(&self, element: &Element) -> Outcome<()> {
        self.post(&format!("/element/{}/click", element.0), &json!({})).map(drop)
    }

    /// Replaces what a field holds by typing over it. (WebDriver's own Clear fires no `input` event, so Vue would not notice.)
    ///
    /// # Errors
    /// When the element takes no text.
    pub fn type_over(&self, element: &Element, text: &str) -> Outcome<()> {
        self.click(element)?;
        let keys = format!("\u{E009}a\u{E000}{text}");
        self.post(&format!("/element/{}/value", element.0), &json!({ "text": keys })).map(drop)
    }

    /// Runs a script in the page and gives what it returns.
    ///
    /// # Errors
    /// When the script throws.
    pub fn run(&self, script: &str, arguments: Value) -> Outcome<Value> {
        self.post("/execute/sync", &json!({ "script": script, "args": arguments }))
    }

    /// Gives the window a size, in pixels, and waits until the page has it.
    ///
    /// # Errors
    /// When the window does not take the size.
    pub fn resize(&self, width: u32, height: u32) -> Outcome<()> {
        self.post("/window/rect", &json!({ "x": 0, "y": 0, "width": width, "height": height }))?;
        let wanted = json!([width, height]);
        patiently(|| {
            let size = self.run("return [innerWidth, innerHeight]", json!([]))?;
            if size == wanted { Ok(()) } else { Err(format!("the page is {size} instead of {wanted}")) }
        })
    }

    /// Saves a picture of the page as `target/shots/<name>.png` and gives its path.
    ///
    /// # Errors
    /// When no picture is taken or it cannot be saved.
    pub fn shot(&self, name: &str) -> Outcome<PathBuf> {
        // The picture may be a frame behind the page.
        let two_frames =
            "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 200)));";
        self.post("/execute/async", &json!({ "script": two_frames, "args": [] }))?;
        let picture = self.get("/screenshot").map(into_text)?;
        let bytes = base64::engine::general_purpose::STANDARD.decode(picture).map_err(|e| format!("not a picture: {e}"))?;
        let folder = crate::project::root().join("target/shots");
        let path = folder.join(format!("{name}.png"));
        jishi_fs::create_dir_all(&folder).and_then(|()| jishi_fs::write_atomic(&path, &bytes)).map_err(|e| e.to_string())?;
        Ok(path)
    }

    fn get(&self, path: &str) -> Outcome<Value> {
        self.driver.get(&format!("{}{path}", self.session))
    }

    fn post(&self, path: &str, body: &Value) -> Outcome<Value> {
        self.driver.post(&format!("{}{path}", self.session), body)
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        // Ending the session closes the window as a user would; the driver's own end follows.
        let _ = self.driver.agent.delete(format!("{}{}", self.driver.address, self.session)).call();
    }
}

impl Driver {
    fn start(home: &Path) -> Outcome<Driver> {
        let port =
            TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).map_err(|e| format!("no free port: {e}"))?.port();
        let mut command = Command::new("WebKitWebDriver");
        command.arg(format!("--port={port}")).stdin(Stdio::null()).stdout(Stdio::null());
        command.env("TAURI_WEBVIEW_AUTOMATION", "true");
        for (name, folder) in [("XDG_DATA_HOME", "data"), ("XDG_CONFIG_HOME", "config"), ("XDG_CACHE_HOME", "cache")] {
            command.env(name, home.join(folder));
        }
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let child =
            command.spawn().map_err(|e| format!("WebKitWebDriver does not start ({e}); cargo xtask setup installs it"))?;
        let agent = ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).http_status_as_error(false).build().new_agent();
        Ok(Driver { child, agent, address: format!("http://127.0.0.1:{port}") })
    }

    fn get(&self, path: &str) -> Outcome<Value> {
        answer(self.agent.get(format!("{}{path}", self.address)).call())
    }

    fn post(&self, path: &str, body: &Value) -> Outcome<Value> {
        answer(self.agent.post(format!("{}{path}", self.address)).send_json(body))
    }

    fn signal(&self, name: &str) {
        let group = format!("-{}", self.child.id());
        let _ = Command::new("kill").args([name, "--", &group]).stderr(Stdio::null()).status();
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.signal("-TERM");
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(3) && matches!(self.child.try_wait(), Ok(None)) {
            std::thread::sleep(Duration::from_millis(100));
        }
        self.signal("-KILL");
        let _ = self.child.wait();
    }
}

/// The `value` of an answer; an error of the driver in its own words.
fn answer(response: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Outcome<Value> {
    let mut response = response.map_err(|e| format!("the driver does not answer: {e}"))?;
    // A screenshot is larger than the client's usual limit for an answer.
    let text = response
        .body_mut()
        .with_config()
        .limit(64 << 20)
        .read_to_string()
        .map_err(|e| format!("the driver's answer breaks off: {e}"))?;
    let mut body: Value = serde_json::from_str(&text).map_err(|e| format!("the driver's answer is not JSON ({e}): {text}"))?;
    let value = body.get_mut("value").map(Value::take).unwrap_or_default();
    if response.status().is_success() { Ok(value) } else { Err(format!("{value}")) }
}

fn element(value: &Value) -> Outcome<Element> {
    let id = value.get(ELEMENT).and_then(Value::as_str);
    id.map(|id| Element(id.to_owned())).ok_or_else(|| format!("not an element: {value}"))
}

fn into_text(value: Value) -> String {
    match value {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

/// Tries again until it works or patience ends; then gives the last reason.
fn patiently<T>(mut attempt: impl FnMut() -> Outcome<T>) -> Outcome<T> {
    let start = Instant::now();
    loop {
        match attempt() {
            Ok(done) => return Ok(done),
            Err(reason) if start.elapsed() > PATIENCE => return Err(reason),
            Err(_) => std::thread::sleep(Duration::from_millis(250)),
        }
    }
}

//! The little machine: boots with one scene, is listened to, pulled the stick or the plug.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::ground::{Ground, shell};
use super::stick::{Stick, shown};
use crate::files;
use crate::step::{Outcome, Stop};

/// A machine that says nothing new for so long hangs. It runs without KVM, which hangs or is missing on many a machine that is virtual itself.
const SILENCE: Duration = Duration::from_secs(300);

/// How the stick hangs on the machine.
#[derive(Clone, Copy)]
pub struct Plugged<'a> {
    pub serial: &'a str,
    /// Large disks call themselves fixed.
    pub removable: bool,
    /// Bytes a second, as slow as real sticks are, so that a moment on the way can be met; 0: as fast as it goes.
    pub speed: u32,
}

impl Plugged<'_> {
    fn device(&self) -> String {
        let removable = if self.removable { "on" } else { "off" };
        format!("usb-storage,drive=stick,id=plugged,serial={},removable={removable}", self.serial)
    }
}

/// The PC of one scene: its disk stays from boot to boot.
pub struct Pc<'a> {
    ground: &'a Ground,
    disk: PathBuf,
    name: String,
    boots: u32,
}

impl<'a> Pc<'a> {
    /// Fresh from the shelf.
    pub fn new(ground: &'a Ground, name: &str) -> Outcome<Pc<'a>> {
        let disk = ground.work().join("pc.img");
        shell(&ground.work(), "rm -f pc.img && cp --sparse=always ../pc.img pc.img")?;
        Ok(Pc { ground, disk, name: name.to_owned(), boots: 0 })
    }

    pub fn boot(&mut self, scene: &str, stick: &Stick, plugged: Plugged<'_>) -> Outcome<Machine> {
        self.boots += 1;
        let log = self.ground.logs().join(format!("{}-{}-{}.log", self.name, self.boots, scene));
        files::write(&log, "")?;
        let throttle = format!("throttle-group,id=speed,x-bps-write={}", plugged.speed);
        let mut command = Command::new("qemu-system-x86_64");
        command.args(["-nodefaults", "-no-user-config", "-no-reboot", "-display", "none", "-m", "1024", "-cpu", "max"]);
        command.args(["-accel", "tcg", "-monitor", "stdio", "-serial", &format!("file:{}", shown(&log))]);
        command.arg("-kernel").arg(self.ground.kernel()).arg("-initrd").arg(self.ground.initrd());
        command.args(["-append", &format!("console=ttyS0 quiet loglevel=3 panic=-1 jishi.scene={scene}")]);
        // What the machine had given to its disks stands there when it is killed; what its kernel still held is gone: a pull.
        command.args(["-drive", &format!("if=virtio,format=raw,file={}", shown(&self.disk))]);
        command.args(["-object", &throttle]);
        command.args(["-blockdev", &format!("driver=file,node-name=bytes,filename={}", stick.path_words())]);
        command.args(["-blockdev", "driver=throttle,node-name=slow,throttle-group=speed,file=bytes"]);
        command.args(["-blockdev", "driver=raw,node-name=stick,file=slow", "-device", "qemu-xhci", "-device", &plugged.device()]);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
        let child = command.spawn().map_err(|e| Stop::new(format!("虚拟机没有开起来：{e}"), ""))?;
        Ok(Machine { child, log, read: 0 })
    }

    /// Boots and lets the scene come to its end; gives what was said.
    pub fn play(&mut self, scene: &str, stick: &Stick, plugged: Plugged<'_>) -> Outcome<String> {
        self.boot(scene, stick, plugged)?.finish()
    }
}

pub struct Machine {
    child: Child,
    log: PathBuf,
    /// Lines of the log already seen.
    read: usize,
}

impl Drop for Machine {
    fn drop(&mut self) {
        // Whatever stops us, no machine is left running.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Machine {
    /// Listens until a line of ours is `wanted`; false when the machine went off before.
    pub fn until(&mut self, wanted: impl Fn(&str) -> bool) -> Outcome<bool> {
        let mut heard = Instant::now();
        loop {
            let off = self.child.try_wait().ok().flatten().is_some();
            let text = files::lossy(&self.log);
            // The last line may not be whole yet.
            let whole = text.matches('\n').count();
            for line in text.lines().take(whole).skip(self.read) {
                self.read += 1;
                heard = Instant::now();
                if line.trim_start().strip_prefix("@@ ").is_some_and(&wanted) {
                    return Ok(true);
                }
            }
            if off {
                return Ok(false);
            }
            if heard.elapsed() > SILENCE {
                return Err(Stop::new("虚拟机没有声音了。", format!("它的输出在 {}。", self.log.display())));
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Takes the plug out.
    pub fn kill(mut self) -> String {
        let _ = self.child.kill();
        let _ = self.child.wait();
        files::lossy(&self.log)
    }

    /// Pulls the stick out of the running machine.
    pub fn unplug(&mut self) -> Outcome<()> {
        self.order("device_del plugged")
    }

    pub fn plug(&mut self, plugged: Plugged<'_>) -> Outcome<()> {
        self.order(&format!("device_add {}", plugged.device()))
    }

    fn order(&mut self, words: &str) -> Outcome<()> {
        let input = self.child.stdin.as_mut();
        let said = input.map(|i| i.write_all(format!("{words}\n").as_bytes()).and_then(|()| i.flush()));
        if matches!(said, Some(Ok(()))) { Ok(()) } else { Err(Stop::new("虚拟机不听吩咐。", "")) }
    }

    /// Lets it come to its end.
    pub fn finish(mut self) -> Outcome<String> {
        let ended = self.until(|line| line == "关机")?;
        let _ = self.child.wait();
        if !ended {
            let why = self.child.stderr.take().and_then(|e| std::io::read_to_string(e).ok()).unwrap_or_default();
            return Err(Stop::new("虚拟机中途停了。", format!("{why}\n它的输出在 {}。", self.log.display())));
        }
        Ok(files::lossy(&self.log))
    }
}

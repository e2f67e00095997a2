//! What the scenes stand on: the kernel, the little machine's first programs, and the disk of a "PC" with our program, a workspace and
//! three sealed packages. Made once below `target/sticks`; the program is made anew each time.

use std::path::{Path, PathBuf};

use crate::step::{self, Outcome, Stop, cargo, program};
use crate::{files, place, system};

/// The machine, its programs, and those who judge the sticks.
const TOOLS: &[&str] =
    &["qemu-system-x86", "busybox-static", "kmod", "binutils", "e2fsprogs", "dosfstools", "exfatprogs", "mtools"];
/// Debian's kernel with USB; the one for clouds has none.
const KERNEL: &str = "linux-image-amd64";
/// Loaded in this order, each after what it needs.
const MODULES: &[&str] = &[
    "virtio_pci",
    "virtio_blk",
    "ext4",
    "xhci-pci",
    "usb-storage",
    "sd_mod",
    "vfat",
    "exfat",
    "nls_cp437",
    "nls_ascii",
    "nls_iso8859-1",
    "nls_utf8",
];
/// Serial of the stick that the workspace has in its register as medium 1.
pub const SERIAL: &str = "JS20260001";

pub struct Ground {
    home: PathBuf,
}

impl Ground {
    pub fn lay() -> Outcome<Ground> {
        if std::env::consts::ARCH != "x86_64" {
            return Err(Stop::new("真盘场景用 amd64 的内核和虚拟机。", "请在 amd64 的机器上运行。"));
        }
        system::packages(&[system::COMPILE, TOOLS].concat())?;
        let ground = Ground { home: place::target().join("sticks") };
        for folder in [ground.home.clone(), ground.logs(), ground.work()] {
            files::make_dir(&folder)?;
        }
        if !ground.initrd().exists() {
            ground.first_programs()?;
        }
        ground.pc()?;
        Ok(ground)
    }

    /// The console of each boot.
    pub fn logs(&self) -> PathBuf {
        self.home.join("logs")
    }

    /// Disks in use.
    pub fn work(&self) -> PathBuf {
        self.home.join("work")
    }

    pub fn kernel(&self) -> PathBuf {
        self.home.join("vmlinuz")
    }

    pub fn initrd(&self) -> PathBuf {
        self.home.join("initrd")
    }

    /// The disk of the PC as every scene finds it.
    pub fn disk(&self) -> PathBuf {
        self.home.join("pc.img")
    }

    /// Fetches the kernel without installing it, and packs the first programs of the machine.
    fn first_programs(&self) -> Outcome<()> {
        let needs = system::needs(KERNEL);
        let package = needs.first().ok_or_else(|| {
            Stop::new("没有取到 Debian 的内核（apt 里没有它）。", "能联网后再试，或先运行：sudo apt-get update")
        })?;
        step::say(&format!("取内核 {package}（约 70 MB，只在第一次；不安装）"));
        let unpacked = self.home.join("kernel");
        system::unpack(&[package], &unpacked)?;
        let version = package.trim_start_matches("linux-image-");
        let root = self.home.join("initrd.root");
        files::clear(&root)?;
        files::make_dir(&root.join("bin"))?;
        files::make_dir(&root.join("modules"))?;
        files::copy(Path::new("/bin/busybox"), &root.join("bin/busybox"))?;
        files::write(&root.join("init"), include_str!("init.sh"))?;
        let base = unpacked.to_string_lossy();
        program("/sbin/depmod", &["-b", &base, version]).quiet()?;
        let mut list = String::new();
        for module in MODULES {
            let words = ["-d", &base, "-S", version, "--show-depends", module];
            let lines =
                program("/sbin/modprobe", &words).ask().ok_or_else(|| Stop::new(format!("内核里没有模块 {module}。"), ""))?;
            for path in lines.lines().filter_map(|l| l.trim().strip_prefix("insmod ")).map(|p| Path::new(p.trim())) {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                if !list.lines().any(|l| l == name) {
                    files::copy(path, &root.join("modules").join(&name))?;
                    list.push_str(&name);
                    list.push('\n');
                }
            }
        }
        files::write(&root.join("modules/list"), &list)?;
        files::copy(&unpacked.join("boot").join(format!("vmlinuz-{version}")), &self.kernel())?;
        shell(&root, "chmod 755 init && find . | busybox cpio -o -H newc > ../initrd.partial && mv ../initrd.partial ../initrd")?;
        files::clear(&unpacked)
    }

    /// The disk of the PC, made of a folder without mounting anything.
    fn pc(&self) -> Outcome<()> {
        step::say("编译 jishi，做虚拟机里的“PC”（程序、示例工作区、三个封存的包）");
        cargo(&["build", "--workspace", "--bin", "jishi"]).run()?;
        let tree = self.home.join("pc");
        let ours = tree.join("jishi");
        files::clear(&tree)?;
        for folder in ["bin", "proc", "sys", "dev", "tmp", "root", "media", "jishi/packages"] {
            files::make_dir(&tree.join(folder))?;
        }
        files::copy(Path::new("/bin/busybox"), &tree.join("bin/busybox"))?;
        let built = place::built("jishi").to_string_lossy().into_owned();
        program("strip", &["-o", &tree.join("bin/jishi").to_string_lossy(), &built]).quiet()?;
        // With the libraries it names, at the same places.
        let needs = program("ldd", &[&built]).ask().unwrap_or_default();
        for library in needs.split_whitespace().filter(|w| w.starts_with('/')).map(Path::new) {
            let to = tree.join(library.strip_prefix("/").unwrap_or(library));
            files::make_dir(to.parent().unwrap_or(&tree))?;
            files::copy(library, &to)?;
        }
        files::copy_tree(&place::root().join("assets"), &ours.join("assets"))?;
        files::clear(&ours.join("assets/samples"))?;
        files::write(&ours.join("guest.sh"), include_str!("guest.sh"))?;
        files::write(&ours.join("names.txt"), include_str!("names.txt"))?;
        self.workspace(&built, &ours)?;
        let image = self.disk().to_string_lossy().into_owned();
        shell(&self.home, "rm -f pc.img")?;
        program("/sbin/mke2fs", &["-q", "-t", "ext4", "-E", "root_owner=0:0", "-d", &tree.to_string_lossy(), &image, "1G"])
            .quiet()
    }

    /// The sample carried through to its packages; three of them go along, and a medium of the highest 密级 stands in the register.
    fn workspace(&self, jishi: &str, to: &Path) -> Outcome<()> {
        let workspace = to.join("workspace");
        let at = workspace.to_string_lossy().into_owned();
        program(jishi, &["demo", "--workspace", &at]).quiet()?;
        let medium = self.home.join("medium.json");
        let content = format!(
            "{{ \"number\": \"U-001\", \"serial\": \"{SERIAL}\", \"label\": \"\", \"kind\": \"U盘\", \"secrecy\": \"绝密\", \
             \"keeper\": \"周敏\", \"state\": \"in_use\", \"note\": \"\" }}"
        );
        files::write(&medium, &content)?;
        program(jishi, &["--workspace", &at, "medium", "add", &medium.to_string_lossy()]).quiet()?;
        let out = to.join("workspace-输出");
        shell(&out.join("案卷包"), "for p in $(ls -d */ | sed -n 2,4p); do mv \"$p\" ../../packages/; done")?;
        files::clear(&out)
    }
}

/// A line of shell in a folder.
pub fn shell(at: &Path, line: &str) -> Outcome<()> {
    program("sh", &["-c", line]).at(at).quiet()
}

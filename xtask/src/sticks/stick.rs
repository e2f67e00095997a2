//! A stick as a file: a partition table, one partition, a file system made by the stock tool, and judged by it.

use std::path::{Path, PathBuf};

use super::ground::{Ground, shell};
use crate::step::{Outcome, program};
use crate::{files, place};

/// Where the partition begins.
const FRONT: u64 = 1 << 20;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Fat32,
    Fat16,
    ExFat,
}

impl Kind {
    pub fn word(self) -> &'static str {
        match self {
            Kind::Fat32 => "FAT32",
            Kind::Fat16 => "FAT16",
            Kind::ExFat => "exFAT",
        }
    }

    pub fn is_fat(self) -> bool {
        self != Kind::ExFat
    }

    /// Type in the table of partitions.
    fn code(self) -> u8 {
        match self {
            Kind::Fat32 => 0x0c,
            Kind::Fat16 => 0x0e,
            Kind::ExFat => 0x07,
        }
    }
}

pub struct Stick {
    pub kind: Kind,
    pub path: PathBuf,
    part: PathBuf,
    home: PathBuf,
}

impl Stick {
    /// An empty one; holes take no room, so a large one costs nothing.
    pub fn new(ground: &Ground, kind: Kind, megabytes: u64) -> Outcome<Stick> {
        let home = ground.work();
        let stick = Stick { kind, path: home.join("stick.img"), part: home.join("part.img"), home };
        shell(&stick.home, &format!("rm -f stick.img part.img && truncate -s {megabytes}M part.img"))?;
        let part = stick.part.to_string_lossy().into_owned();
        match kind {
            Kind::Fat32 => program("/sbin/mkfs.fat", &["-F", "32", "-n", "YIJIAO", &part]).quiet()?,
            Kind::Fat16 => program("/sbin/mkfs.fat", &["-F", "16", "-n", "YIJIAO", &part]).quiet()?,
            Kind::ExFat => program("/sbin/mkfs.exfat", &["-L", "YIJIAO", &part]).quiet()?,
        }
        files::write_bytes(&stick.path, &table(kind, megabytes << 20))?;
        stick.put_back()?;
        Ok(stick)
    }

    fn put_back(&self) -> Outcome<()> {
        shell(
            &self.home,
            "truncate -s $(($(stat -c %s part.img) + 1048576)) stick.img && \
             dd if=part.img of=stick.img bs=1M seek=1 conv=sparse,notrunc status=none",
        )
    }

    fn take_out(&self) -> Outcome<()> {
        shell(&self.home, "rm -f part.img && dd if=stick.img of=part.img bs=1M skip=1 conv=sparse status=none")
    }

    /// What fsck says without changing anything; nothing when all is well.
    pub fn faults(&self) -> Outcome<Option<String>> {
        self.take_out()?;
        let checker = if self.kind.is_fat() { "/sbin/fsck.fat -n" } else { "/sbin/fsck.exfat -n" };
        Ok(shell(&self.home, &format!("{checker} part.img > fsck.txt 2>&1 || {{ cat fsck.txt >&2; false; }}"))
            .err()
            .map(|e| e.words()))
    }

    /// Repairs it as a careful person would after a pull; says when the tool could not, or when it is not clean after that.
    pub fn repair(&self) -> Outcome<Option<String>> {
        self.take_out()?;
        let (repair, again) = if self.kind.is_fat() {
            ("/sbin/fsck.fat -a part.img", "/sbin/fsck.fat -n part.img")
        } else {
            ("/sbin/fsck.exfat -y part.img", "/sbin/fsck.exfat -n part.img")
        };
        let line =
            format!("{repair} > fsck.txt 2>&1; [ $? -le 1 ] && {again} >> fsck.txt 2>&1 || {{ cat fsck.txt >&2; false; }}");
        let fault = shell(&self.home, &line).err().map(|e| e.words());
        self.put_back()?;
        Ok(fault)
    }

    /// Reads the packages out by tools that are not ours, and lets our verifier judge them where they then stand. FAT only.
    pub fn verified_outside(&self) -> Outcome<Option<String>> {
        self.take_out()?;
        let out = self.home.join("out");
        files::clear(&out)?;
        files::make_dir(&out)?;
        let line = "for p in $(mdir -b -i part.img :: | sed -n 's,^::/\\(Z109.*\\)/$,\\1,p'); do mcopy -s -n -i part.img \"::$p\" out/; done; \
                    [ -n \"$(ls out)\" ]";
        if let Err(fault) = program("env", &["LC_ALL=C.UTF-8", "sh", "-c", line]).at(&self.home).quiet() {
            return Ok(Some(fault.words()));
        }
        let jishi = place::built("jishi");
        Ok(program(&jishi, &["verify", &out.to_string_lossy()]).quiet().err().map(|e| e.words()))
    }

    pub fn path_words(&self) -> String {
        shown(&self.path)
    }
}

/// For the machine's options, in which a comma parts.
pub fn shown(path: &Path) -> String {
    path.to_string_lossy().replace(',', ",,")
}

/// A table with one partition (MBR).
fn table(kind: Kind, bytes: u64) -> Vec<u8> {
    let sectors = |n: u64| u32::try_from(n / 512).unwrap_or(u32::MAX).to_le_bytes();
    let mut table = vec![0; 446];
    table.extend([0x00, 0xfe, 0xff, 0xff, kind.code(), 0xfe, 0xff, 0xff]);
    table.extend(sectors(FRONT));
    table.extend(sectors(bytes));
    table.resize(510, 0);
    table.extend([0x55, 0xaa]);
    table
}

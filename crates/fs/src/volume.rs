//! What the system says of the disk a path lies on: file system, room, cluster, whether it can be pulled out, whose serial it has.
//!
//! Linux is asked through statvfs, `/proc/self/mountinfo` and `/sys`; Windows through its own `Win32_LogicalDisk` in JSON. The readers of
//! those texts are pure and tested anywhere. What a system does not say stays empty; nothing is guessed.

use std::path::Path;

use crate::Result;

/// Facts of a disk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VolumeFacts {
    /// As the system names it: `vfat`, `exfat`, `ntfs`, `ext4`, `FAT32`, …
    pub file_system: String,
    /// Bytes.
    pub total: u64,
    /// Bytes an ordinary user may still write.
    pub free: u64,
    /// Bytes of the smallest piece a file takes.
    pub cluster: u64,
    pub read_only: bool,
    /// Can be pulled out; None when the system does not say.
    pub removable: Option<bool>,
    /// The system runs from it.
    pub system: bool,
    /// Somewhere else on a network.
    pub network: bool,
    /// Serial of the device or, without one, of the volume.
    pub serial: String,
    /// Name of the volume.
    pub label: String,
    /// Root of the volume.
    pub root: String,
    /// Changes whenever the medium is plugged in anew; empty when the system has no such number.
    pub plugged: String,
}

/// Asks the system.
///
/// # Errors
/// When the path is not there or the system refuses.
#[cfg(target_os = "linux")]
pub fn volume(path: &Path) -> Result<VolumeFacts> {
    use std::os::unix::fs::MetadataExt as _;
    let path = crate::canonical(path)?;
    let space = rustix::fs::statvfs(&path).map_err(std::io::Error::from);
    let space = crate::on("查看磁盘", &path, space)?;
    let device = crate::on("查看磁盘", &path, std::fs::metadata(&path))?.dev();
    let number = format!("{}:{}", rustix::fs::major(device), rustix::fs::minor(device));
    let text = crate::read_text(Path::new("/proc/self/mountinfo")).unwrap_or_default();
    let mount = mount_of(&text, &path.to_string_lossy(), &number).unwrap_or_default();
    let (removable, serial, disk) = linux_device(&number);
    // Numbers of mounts are given out again and again: a stick pulled out and put back has its old one. The kernel counts disks instead
    // (since 5.15), from the start of the system on.
    let boot = crate::read_text(Path::new("/proc/sys/kernel/random/boot_id")).unwrap_or_default();
    let plugged = format!("{}:{}", boot.trim(), if disk.is_empty() { &mount.id } else { &disk });
    Ok(VolumeFacts {
        total: space.f_blocks.saturating_mul(space.f_frsize),
        free: space.f_bavail.saturating_mul(space.f_frsize),
        cluster: space.f_frsize,
        read_only: space.f_flag.contains(rustix::fs::StatVfsMountFlags::RDONLY) || mount.read_only,
        removable,
        system: mount.root == "/",
        network: is_network(&mount.file_system),
        serial: if serial.is_empty() { named_link("/dev/disk/by-uuid", &mount.source) } else { serial },
        label: named_link("/dev/disk/by-label", &mount.source),
        file_system: mount.file_system,
        root: mount.root,
        plugged,
    })
}

#[cfg(windows)]
pub fn volume(path: &Path) -> Result<VolumeFacts> {
    let path = crate::canonical(path)?;
    let text = path.to_string_lossy().into_owned();
    let drive = text.trim_start_matches(r"\\?\").chars().take(2).collect::<String>();
    let letter = drive.trim_end_matches(':');
    let ask = format!(
        "[Console]::OutputEncoding=[Text.Encoding]::UTF8; Get-CimInstance Win32_LogicalDisk -Filter \"DeviceID='{drive}'\" | Select-Object \
         DeviceID,DriveType,FileSystem,FreeSpace,Size,VolumeName,VolumeSerialNumber,@{{n='BlockSize';e={{(Get-CimInstance Win32_Volume -Filter \
         \"DriveLetter='{drive}'\").BlockSize}}}},@{{n='Plugged';e={{$d=(Get-Partition -DriveLetter {letter} -EA Ignore).DiskNumber; \
         $p=(Get-CimInstance Win32_DiskDrive -Filter \"Index=$d\" -EA Ignore).PNPDeviceID; \"$((Get-PnpDeviceProperty -InstanceId $p -KeyName \
         'DEVPKEY_Device_LastArrivalDate' -EA Ignore).Data.Ticks)\"}}}} | ConvertTo-Json -Compress"
    );
    let answer = std::process::Command::new("powershell").args(["-NoProfile", "-NonInteractive", "-Command", &ask]).output();
    let answer = crate::on("查看磁盘", &path, answer)?;
    let system = std::env::var("SystemDrive").unwrap_or_default();
    Ok(windows_disk(&String::from_utf8_lossy(&answer.stdout), &system))
}

#[cfg(not(any(target_os = "linux", windows)))]
pub fn volume(path: &Path) -> Result<VolumeFacts> {
    crate::on("查看磁盘", path, Err(std::io::Error::from(std::io::ErrorKind::Unsupported)))
}

/// The roots of media that can be pulled out and are there now.
#[must_use]
#[cfg(target_os = "linux")]
pub fn removable_roots() -> Vec<String> {
    let text = crate::read_text(Path::new("/proc/self/mountinfo")).unwrap_or_default();
    let roots = text.lines().filter_map(mount_line).filter(|(number, m)| m.root != "/" && linux_device(number).0 == Some(true));
    roots.map(|(_, m)| m.root).collect()
}

#[must_use]
#[cfg(windows)]
pub fn removable_roots() -> Vec<String> {
    let ask = "(Get-CimInstance Win32_LogicalDisk -Filter 'DriveType=2').DeviceID";
    let answer = std::process::Command::new("powershell").args(["-NoProfile", "-NonInteractive", "-Command", ask]).output();
    answer.map(|a| String::from_utf8_lossy(&a.stdout).lines().map(|l| format!("{}\\", l.trim())).collect()).unwrap_or_default()
}

#[must_use]
#[cfg(not(any(target_os = "linux", windows)))]
pub fn removable_roots() -> Vec<String> {
    Vec::new()
}

/// A line of mountinfo (proc(5)).
#[cfg(any(target_os = "linux", test))]
#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Mount {
    id: String,
    root: String,
    file_system: String,
    source: String,
    read_only: bool,
}

/// `id parent major:minor root mount-point options … - type source super-options`
#[cfg(any(target_os = "linux", test))]
fn mount_line(line: &str) -> Option<(String, Mount)> {
    let (front, back) = line.split_once(" - ")?;
    let front: Vec<&str> = front.split(' ').collect();
    let mut back = back.split(' ');
    let mount = Mount {
        id: (*front.first()?).to_owned(),
        root: unescaped(front.get(4)?),
        file_system: back.next()?.to_owned(),
        source: unescaped(back.next()?),
        read_only: front.get(5)?.split(',').any(|o| o == "ro"),
    };
    Some(((*front.get(2)?).to_owned(), mount))
}

/// Blanks and backslashes stand as octal.
#[cfg(any(target_os = "linux", test))]
fn unescaped(text: &str) -> String {
    text.replace("\\040", " ").replace("\\011", "\t").replace("\\012", "\n").replace("\\134", "\\")
}

/// The mount a path lies on: of the right device, the deepest, the last of several at one point.
#[cfg(any(target_os = "linux", test))]
fn mount_of(text: &str, path: &str, device: &str) -> Option<Mount> {
    let covers = |root: &str| root == "/" || path == root || path.strip_prefix(root).is_some_and(|rest| rest.starts_with('/'));
    let mounts = text.lines().filter_map(mount_line).filter(|(number, m)| number == device && covers(&m.root));
    mounts.map(|(_, m)| m).max_by_key(|m| m.root.len())
}

#[cfg(any(target_os = "linux", test))]
fn is_network(file_system: &str) -> bool {
    ["nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "sshfs", "fuse.sshfs", "afs", "ceph"].contains(&file_system)
}

/// Whether a block device can be pulled out, the serial of the device behind it, and the number the kernel gave the disk when it came. A
/// large stick may call itself fixed; hanging on USB it is pulled out all the same.
#[cfg(target_os = "linux")]
fn linux_device(number: &str) -> (Option<bool>, String, String) {
    let Ok(place) = crate::canonical(&Path::new("/sys/dev/block").join(number)) else {
        return (None, String::new(), String::new());
    };
    let text = |path: std::path::PathBuf| crate::read_text(&path).map(|t| t.trim().to_owned()).ok().filter(|t| !t.is_empty());
    let flag = place.ancestors().take(2).find_map(|up| text(up.join("removable")));
    let usb = place.to_string_lossy().contains("/usb");
    let serial = place.ancestors().take(8).find_map(|up| text(up.join("serial"))).unwrap_or_default();
    let disk = place.ancestors().take(2).find_map(|up| text(up.join("diskseq"))).unwrap_or_default();
    (flag.map(|f| f == "1" || usb), serial, disk)
}

/// The name under a folder of links that leads to a device.
#[cfg(target_os = "linux")]
fn named_link(folder: &str, device: &str) -> String {
    let Ok(device) = crate::canonical(Path::new(device)) else { return String::new() };
    let links = crate::list_dir(Path::new(folder)).unwrap_or_default();
    let link = links.into_iter().find(|l| crate::canonical(l).is_ok_and(|to| to == device));
    link.and_then(|l| Some(l.file_name()?.to_string_lossy().replace("\\x20", " "))).unwrap_or_default()
}

/// One disk of `Win32_LogicalDisk` as JSON. DriveType: 2 removable, 3 fixed, 4 network, 5 disc.
#[cfg(any(windows, test))]
fn windows_disk(json: &str, system_drive: &str) -> VolumeFacts {
    let value = |key: &str| {
        let (_, rest) = json.split_once(&format!("\"{key}\":"))?;
        let rest = rest.trim_start();
        match rest.strip_prefix('"') {
            Some(text) => text.split_once('"').map(|(v, _)| v.to_owned()),
            None => rest.split([',', '}']).next().map(|v| v.trim().to_owned()).filter(|v| v != "null"),
        }
    };
    let number = |key: &str| value(key).and_then(|v| v.parse::<u64>().ok()).unwrap_or_default();
    let kind = number("DriveType");
    let drive = value("DeviceID").unwrap_or_default();
    VolumeFacts {
        file_system: value("FileSystem").unwrap_or_default(),
        total: number("Size"),
        free: number("FreeSpace"),
        cluster: number("BlockSize").max(512),
        read_only: kind == 5,
        removable: (kind != 0).then_some(kind == 2 || kind == 5),
        system: !drive.is_empty() && drive.eq_ignore_ascii_case(system_drive),
        network: kind == 4,
        serial: value("VolumeSerialNumber").unwrap_or_default(),
        label: value("VolumeName").unwrap_or_default(),
        root: format!("{drive}\\"),
        // When the device came last; nothing where the system keeps no such date.
        plugged: value("Plugged").unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mount_of_a_path_is_the_deepest_of_its_device() {
        let text = "22 1 8:2 / / rw,relatime - ext4 /dev/sda2 rw\n\
                    90 22 8:17 / /media/U\\040盘 rw,nosuid shared:9 - vfat /dev/sdb1 rw,iocharset=utf8\n\
                    91 22 8:17 / /media/U ro,nosuid - vfat /dev/sdb1 ro\n";
        let mount = mount_of(text, "/media/U 盘/包/data", "8:17").unwrap();
        assert_eq!((mount.id.as_str(), mount.root.as_str(), mount.file_system.as_str()), ("90", "/media/U 盘", "vfat"));
        assert!(mount_of(text, "/media/U", "8:17").unwrap().read_only);
        assert_eq!(mount_of(text, "/home", "8:2").unwrap().root, "/");
        assert_eq!(mount_of(text, "/media/别的", "8:17"), None);
    }

    #[test]
    fn a_disk_of_windows_is_read_from_its_json() {
        let json = "{\"DeviceID\":\"E:\",\"DriveType\":2,\"FileSystem\":\"exFAT\",\"FreeSpace\":1000,\"Size\":2000,\"VolumeName\":\"移交\",\
                    \"VolumeSerialNumber\":\"A1B2C3D4\",\"BlockSize\":32768,\"Plugged\":\"639150\"}";
        let facts = windows_disk(json, "C:");
        assert_eq!((facts.file_system.as_str(), facts.free, facts.cluster, facts.removable), ("exFAT", 1000, 32768, Some(true)));
        assert_eq!((facts.serial.as_str(), facts.label.as_str(), facts.system), ("A1B2C3D4", "移交", false));
        assert_eq!(facts.plugged, "639150");
        let fixed = windows_disk("{\"DeviceID\":\"C:\",\"DriveType\":3,\"VolumeName\":null}", "C:");
        assert_eq!((fixed.removable, fixed.system, fixed.label.as_str()), (Some(false), true, ""));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_disk_of_a_folder_has_room_and_a_cluster() {
        let dir = tempfile::tempdir().unwrap();
        let facts = volume(dir.path()).unwrap();
        assert!(facts.total >= facts.free && facts.cluster >= 512 && !facts.file_system.is_empty(), "{facts:?}");
        assert!(!facts.plugged.is_empty() && !facts.root.is_empty());
        assert!(volume(&dir.path().join("无")).is_err());
    }
}

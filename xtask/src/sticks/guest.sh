# What is done inside the little machine; the scene comes with the kernel's command line. It judges nothing: it does, and says what came of
# it in lines that begin with @@, for the other side to judge.
/bin/busybox --install -s /bin
export PATH=/bin HOME=/root LANG=C.UTF-8 JISHI_WORKSPACE=/jishi/workspace JISHI_ASSETS=/jishi/assets
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t tmpfs tmp /tmp
U=/media/U
P=/jishi/packages
mkdir -p $U
scene=$(sed -n 's/.*jishi\.scene=\([a-z-]*\).*/\1/p' /proc/cmdline)
all=$(ls -d $P/* | head -3)
one=$(ls -d $P/* | head -1)

say() { echo "@@ $*"; }

# Runs a program, shows what it said, and how it ended.
run() {
    what=$1
    shift
    "$@" > /tmp/said 2>&1 < /dev/null
    code=$?
    cat /tmp/said
    say "$what 结束码$code"
    return $code
}

# Waits for the stick and mounts it as a desktop does.
plug() {
    until [ -b /dev/sda ] || [ -b /dev/sdb ]; do sleep 0.1; done
    sleep 0.5
    for disk in sda sdb; do [ -b /dev/$disk ] && break; done
    part=/dev/$disk
    [ -b ${part}1 ] && part=${part}1
    mount -t vfat -o utf8,codepage=437,iocharset=ascii,shortname=mixed,flush,errors=remount-ro $part $U 2> /tmp/no ||
        mount -t exfat -o iocharset=utf8,errors=remount-ro $part $U || say "不能挂载"
    say "已插入 $part"
}

# Tells without end what stands on the stick.
watch() {
    while :; do
        say "盘上 $(find $U -type f 2> /dev/null | wc -l) $(cd $U && echo *) $(find $U -name 封签.json 2> /dev/null | wc -l)封签"
        sleep 0.02
    done
}

write() { run 写盘 jishi medium write $U $all --medium 1 --from 云岭市委组织部 --to 云岭市档案馆; }

case $scene in
write)
    plug
    run 写前检查 jishi medium preflight $U $all --medium 1
    write
    run 校验 jishi verify $U
    umount $U
    ;;
check)
    plug
    run 核对 jishi medium check 1 $U
    umount $U
    ;;
again)
    # Pulled out by the unmount alone: the very same disk is mounted anew.
    plug
    write
    umount $U
    plug
    run 核对 jishi medium check 1 $U
    umount $U
    ;;
slow)
    plug
    watch &
    write
    say "写完了"
    umount $U
    ;;
full)
    plug
    watch > /tmp/watch &
    (until [ "$(find $U -type f | wc -l)" -ge 60 ]; do sleep 0.02; done; cat /dev/zero > $U/filler 2> /dev/null) &
    write
    kill %1
    find $U -type f | grep -v partial
    say "正式名称 $(ls $U | grep -v -e partial -e filler | wc -l)"
    run 校验 jishi verify $U
    rm $U/filler
    run 交接单 jishi handover list
    write
    run 校验二 jishi verify $U
    umount $U
    ;;
resume)
    plug
    run 校验 jishi verify $U
    run 交接单 jishi handover list
    write
    run 校验二 jishi verify $U
    run 交接单二 jishi handover list
    run 日志 jishi journal --check
    ls $U
    umount $U
    ;;
unplug)
    plug
    watch &
    watcher=$!
    write
    kill $watcher
    run 交接单 jishi handover list
    umount -l $U
    say "等重新插入"
    until [ ! -b $part ]; do sleep 0.1; done
    plug
    run 校验 jishi verify $U
    write
    run 校验二 jishi verify $U
    umount $U
    say "等再次插入"
    until [ ! -b $part ]; do sleep 0.1; done
    plug
    run 核对 jishi medium check 1 $U
    umount $U
    ;;
large)
    plug
    before=$(ls -a $U)
    truncate -s 4294967295 "$one/data/其他/大.tif"
    run 写前检查一 jishi medium preflight $U $one --medium 1
    truncate -s 4294967296 "$one/data/其他/大.tif"
    run 写前检查二 jishi medium preflight $U $one --medium 1
    # exFAT takes it: to write four gigabytes would take this machine an hour.
    grep -q " $U vfat" /proc/mounts && run 写盘 jishi medium write $U $one --medium 1 --to 云岭市档案馆
    [ "$before" = "$(ls -a $U)" ] && say "盘上没有变"
    umount $U
    ;;
tight)
    # Filled up to the very cluster the look before says is needed; then to one less.
    plug
    cluster=$(stat -f -c %S $U)
    jishi --json medium preflight $U $all --medium 1 > /tmp/look
    need=$(sed -n 's/^ *"need": \([0-9]*\).*/\1/p' /tmp/look)
    left() { echo $(($(stat -f -c %a $U) * cluster)); }
    say "每簇$cluster 需要$need 剩余$(left)"
    fill=$((($(left) - need) / cluster + 1))
    dd if=/dev/zero of=$U/filler bs=$cluster count=$fill 2> /dev/null
    sync
    say "差一簇 剩余$(left)"
    run 写盘一 jishi medium write $U $all --medium 1 --to 云岭市档案馆
    say "正式名称 $(ls $U | grep -v filler | wc -l)"
    truncate -s $(((fill - 1) * cluster)) $U/filler
    sync
    say "刚好 剩余$(left)"
    run 写盘二 jishi medium write $U $all --medium 1 --to 云岭市档案馆
    say "写后 剩余$(left)"
    run 校验 jishi verify $U
    umount $U
    ;;
names)
    plug
    while IFS='|' read -r name other; do
        mkdir $U/names
        kept=留住
        for each in "$name" ${other:+"$other"}; do touch "$U/names/$each" || kept=没留住; done
        sync
        wanted=$(printf '%s\n' "$name" ${other:+"$other"} | sort)
        [ "$(cd $U/names && find . -type f | sed 's,^\./,,' | sort)" = "$wanted" ] || kept=没留住
        rm -rf $U/names
        rm -rf "$one/data/名称"
        mkdir "$one/data/名称"
        for each in "$name" ${other:+"$other"}; do touch "$one/data/名称/$each"; done
        codes=$(jishi --json medium preflight $U $one --medium 1 | grep -A1 '"code": "M\(08\|09\|10\|17\)"' | sed -n 's/.*"code": "\(.*\)".*/\1/p' | sort -u | tr '\n' ' ')
        say "名称 $kept 提示:${codes:-无} $name${other:+ 与 $other}"
    done < /jishi/names.txt
    umount $U
    ;;
facts)
    plug
    cat /proc/self/mountinfo | grep $U
    run 载体 jishi --json medium list
    run 写前检查 jishi medium preflight $U $one --medium 1
    umount $U
    ;;
esac
sync
say "关机"
poweroff -f

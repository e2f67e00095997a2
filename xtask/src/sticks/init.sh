#!/bin/busybox sh
# First program of the little machine: loads the modules and goes over to the disk of the "PC".
/bin/busybox mkdir -p /proc /sys /dev /pc
/bin/busybox mount -t devtmpfs dev /dev
while read -r module; do /bin/busybox insmod "/modules/$module"; done < /modules/list
until [ -b /dev/vda ]; do /bin/busybox sleep 0.1; done
/bin/busybox mount -t ext4 /dev/vda /pc
/bin/busybox mount --move /dev /pc/dev
exec /bin/busybox switch_root /pc /bin/busybox sh /jishi/guest.sh

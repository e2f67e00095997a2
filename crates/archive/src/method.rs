//! `校验方法.txt`: how a stranger verifies the package with stock tools. A test runs the Linux lines as they stand.

use jishi_core::metadata::TransferLayout;

use crate::layout::grouped;

/// The text. Fingerprints are SHA-256 over the DER of certificate and SM2 key.
pub(crate) fn text(certificate_sha256: &str, sm2_sha256: &str) -> String {
    format!(
        "校验方法

本封装包不依赖任何专用软件即可核对。以下命令都在本包的顶层文件夹（即 bagit.txt 所在处）执行。
只要有一步报错，就请停止使用本包，保留现场，并与移交单位联系。

一、Linux（coreutils 9 以上、OpenSSL 3 以上）

1. 核对全部文件内容（三种摘要，任选其一即可，全部执行更稳妥）
    sha256sum --quiet --strict -c manifest-sha256.txt
    sha512sum --quiet --strict -c manifest-sha512.txt
    cksum -a sm3 --quiet --strict -c 固化信息/sm3.txt
2. 核对目录、清单等说明文件
    sha256sum --quiet --strict -c tagmanifest-sha256.txt
    sha512sum --quiet --strict -c tagmanifest-sha512.txt
3. 算出两份标签清单的摘要，与 封签.txt 和纸质交接单上的八组数逐组对照
    sha256sum tagmanifest-sha256.txt tagmanifest-sha512.txt
    cksum -a sm3 tagmanifest-sha256.txt tagmanifest-sha512.txt
4. 算出封签记录本身的摘要，与纸质交接单对照
    sha256sum 封签.json
    cksum -a sm3 封签.json
5. 核对封签的签名（ECDSA P-256，显示 CMS Verification successful 即为相符）
    openssl cms -verify -binary -inform DER -in 封签.p7s -content 封签.json -CAfile 固化信息/签名证书.pem -purpose any -out /dev/null
6. 核对封签的国密签名（SM2，显示 Verified OK 即为相符；用户标识必须照写）
    openssl dgst -sm3 -verify 固化信息/sm2.pub -sigopt distid:1234567812345678 -signature 封签.sm2sig 封签.json
7. 核对签名证书和公钥是不是登记过的那一份（与下面第三节和纸面登记的指纹对照）
    openssl x509 -in 固化信息/签名证书.pem -noout -fingerprint -sha256
    openssl pkey -pubin -in 固化信息/sm2.pub -outform DER -out - | sha256sum

二、Windows（系统自带 certutil；逐个文件执行，结果与清单中该文件的一行对照）

  certutil -hashfile tagmanifest-sha256.txt SHA256
  certutil -hashfile tagmanifest-sha512.txt SHA256
  certutil -hashfile manifest-sha256.txt SHA256
  certutil -hashfile manifest-sha512.txt SHA512
  certutil -hashfile \"data\\某个文件\" SHA256
  certutil -hashfile 封签.json SHA256
装有 OpenSSL 时，第5、6步的命令把 /dev/null 换成 NUL 即可。

三、签名证书和公钥的指纹（SHA-256，对 DER 编码计算）

签名证书  {}
SM2公钥   {}
指纹以双方签字盖章的纸面登记为准。证书为自签名，它能证明封签没有被改动，
不能单独证明封签人的身份，也不能证明时间。

四、说明

manifest-sha256.txt、manifest-sha512.txt  载荷（data 文件夹）全部文件的摘要，一行一个文件
固化信息/sm3.txt                          同上，国密 SM3
tagmanifest-*.txt                         清单和说明文件的摘要
封签.json、封签.txt                       封签记录，含两份标签清单的摘要和前一封签的摘要
封签.p7s、封签.sm2sig                     对封签.json 的两个签名
固化信息/签名证书.pem、固化信息/sm2.pub   签名证书和公钥，不列入标签清单，摘要写在封签里
删去签名、证书和公钥四个文件，本包内容仍然完整可读，第1至4步照样通过。
本包结构遵循 BagIt 1.0（RFC 8493）。
",
        grouped(certificate_sha256),
        grouped(sm2_sha256)
    )
}

/// The same for a bare transfer tree, run in its root.
pub(crate) fn tree_text(layout: TransferLayout, certificate_sha256: &str, sm2_sha256: &str) -> String {
    let sealed = match layout {
        // Only here do the paths of the sealed list and of the tree differ by nothing but “data/”.
        TransferLayout::DaT93 => {
            "2. 按封签所管的清单核对档案内容（封签管着这份清单，清单管着每一个文件）
    sed 's#  data/#  #' 其他/固化信息/室存包/manifest-sha256.txt | sha256sum --quiet --strict -c -
"
        }
        TransferLayout::Measures2012 => "",
    };
    format!(
        "校验方法

这是移交用的目录树（{}），不依赖任何专用软件即可核对。以下命令都在本目录树的顶层文件夹（说明文件.TXT 所在处）执行。
只要有一步报错，就请停止使用，保留现场，并与移交单位联系。

一、Linux（coreutils 9 以上、OpenSSL 3 以上）

1. 核对全部文件内容（三种摘要）
    sha256sum --quiet --strict -c 其他/固化信息/sha256.txt
    sha512sum --quiet --strict -c 其他/固化信息/sha512.txt
    cksum -a sm3 --quiet --strict -c 其他/固化信息/sm3.txt
{sealed}3. 算出两份标签清单的摘要，与 封签.txt 和纸质交接单上的八组数逐组对照
    sha256sum 其他/固化信息/室存包/tagmanifest-sha256.txt 其他/固化信息/室存包/tagmanifest-sha512.txt
    cksum -a sm3 其他/固化信息/室存包/tagmanifest-sha256.txt 其他/固化信息/室存包/tagmanifest-sha512.txt
4. 算出封签记录本身的摘要，与纸质交接单对照
    sha256sum 其他/固化信息/封签.json
    cksum -a sm3 其他/固化信息/封签.json
5. 核对封签的签名（ECDSA P-256，显示 CMS Verification successful 即为相符）
    openssl cms -verify -binary -inform DER -in 其他/固化信息/封签.p7s -content 其他/固化信息/封签.json -CAfile 其他/固化信息/签名证书.pem -purpose any -out /dev/null
6. 核对封签的国密签名（SM2，显示 Verified OK 即为相符；用户标识必须照写）
    openssl dgst -sm3 -verify 其他/固化信息/sm2.pub -sigopt distid:1234567812345678 -signature 其他/固化信息/封签.sm2sig 其他/固化信息/封签.json

二、Windows（系统自带 certutil；逐个文件执行，结果与清单中该文件的一行对照）

  certutil -hashfile \"其他\\固化信息\\封签.json\" SHA256
  certutil -hashfile \"其他\\固化信息\\室存包\\tagmanifest-sha256.txt\" SHA256
  certutil -hashfile \"某个文件\" SHA256
装有 OpenSSL 时，第5、6步的命令把 /dev/null 换成 NUL 即可。

三、签名证书和公钥的指纹（SHA-256，对 DER 编码计算）

签名证书  {}
SM2公钥   {}
指纹以双方签字盖章的纸面登记为准。

四、说明

本目录树由室存的封装包（BagIt 1.0）生成，档案内容逐字节相同；封装包原有的清单在“其他/固化信息/室存包”里，
一个封签管着封装包和本目录树。
删去签名（封签.p7s、封签.sm2sig）、签名证书.pem 和 sm2.pub 四个文件，内容仍然完整可读，第1至4步照样通过。
",
        layout.name(),
        grouped(certificate_sha256),
        grouped(sm2_sha256)
    )
}

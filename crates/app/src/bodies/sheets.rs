use super::package_tree::About;
pub(crate) fn record(_c:&jishi_core::case::Case,_r:&jishi_core::record::Record)->jishi_forms::record_sheet::RecordSheet{ loop{} }
pub(crate) fn catalogue_list(_a:&About<'_>)->jishi_forms::catalogue_list::CatalogueList{ loop{} }
pub(crate) fn volume_note(_a:&About<'_>)->jishi_forms::volume_note::VolumeNote{ loop{} }

use super::Subject;
use crate::error::Error;
use crate::report::Section;
pub fn section(_: &Subject) -> Result<Section, Error> { Err(Error::Format("later".to_owned())) }

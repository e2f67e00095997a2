//! lrmx

//! Shared by nothing: the tests live beside this file.

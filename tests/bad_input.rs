//! **Bad input is one error with a code and a way out, and nothing else**: exit code 2 for what cannot be opened or
//! understood and for usage, 1 for what is rejected; no panic, nothing on standard output, no file left behind.

mod common;

mod bad_input {
    mod apply;
    mod export;
    mod fields;
    mod files;
    mod float;
    mod folder;
    mod formats;
    mod matrices;
    mod outputs;
    mod partition;
    mod permissions;
    mod usage;
    mod verify;
}

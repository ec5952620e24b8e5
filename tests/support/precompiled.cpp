// Nothing of its own: what this is compiled with is precompiled for every test program.

"""The window: one small file per part of it. Everything Qt lives here and in `capi.desktop`."""

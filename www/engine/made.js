// Which engine this is: a mark of the module's bytes, which the build puts in place of the name.

export const ENGINE = typeof ENGINE_MARK === "string" ? ENGINE_MARK : "";

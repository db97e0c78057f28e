export const label = "from a module";

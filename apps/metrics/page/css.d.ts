// Stylesheets are bundled for what they do, not for what they export.
declare module "*.css";

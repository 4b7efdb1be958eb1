export { suggest } from "@millrace/common";

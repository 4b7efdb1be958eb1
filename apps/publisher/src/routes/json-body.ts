import { json, type NextFunction, type Request, type RequestHandler, type Response } from "express";
import { sendProblem } from "../problem.ts";

/** Reads a JSON body of limited size; anything but `application/json` is answered 415. */
export function jsonBody(maxBodyBytes: number): readonly RequestHandler[] {
  return [requireJson, json({ limit: maxBodyBytes, strict: false, type: "application/json" })];
}

function requireJson(request: Request, response: Response, next: NextFunction): void {
  if (request.is("application/json") === "application/json") return next();
  const found = request.get("content-type") ?? "none";
  response.set("Accept-Post", "application/json");
  sendProblem(response, {
    status: 415,
    code: "UNSUPPORTED_MEDIA_TYPE",
    title: "Unsupported media type",
    detail: `The body's content type is ${found}, expected application/json (and a body).`,
  });
}

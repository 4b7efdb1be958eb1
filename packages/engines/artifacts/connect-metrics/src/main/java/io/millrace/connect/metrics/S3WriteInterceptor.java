package io.millrace.connect.metrics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Notes every object that is written to S3, with the time it took, and every request that failed after the client's own
 * attempts: a table whose metadata cannot be read is not written to either. Found by the AWS SDK itself in each client of this JVM (software/amazon/awssdk/global/handlers).
 */
public final class S3WriteInterceptor implements ExecutionInterceptor {
  private static final ExecutionAttribute<Long> BEGAN = new ExecutionAttribute<>("MillraceWriteBegan");
  /** Uploads in parts that nobody completes or aborts are forgotten beyond this many. */
  private static final int MAX_UPLOADS = 1_000;

  /** When each upload in parts began, by its id. */
  private static final Map<String, Long> UPLOADS = Collections.synchronizedMap(new LinkedHashMap<>() {
    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
      return size() > MAX_UPLOADS;
    }
  });

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    attributes.putAttribute(BEGAN, System.nanoTime());
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
    Long began = attributes.getAttribute(BEGAN);
    if (began != null) succeeded(context.request(), context.response(), began);
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
    String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
    if (!saysThatNothingIsThere(context.exception(), operation)) failed(context.request(), operation);
  }

  private static void succeeded(SdkRequest request, SdkResponse response, long began) {
    if (request instanceof PutObjectRequest put) {
      S3Writes.ALL.wrote(put.bucket(), put.key(), began);
    } else if (request instanceof CreateMultipartUploadRequest && response instanceof CreateMultipartUploadResponse made) {
      UPLOADS.put(made.uploadId(), began);
    } else if (request instanceof CompleteMultipartUploadRequest complete) {
      Long first = UPLOADS.remove(complete.uploadId());
      S3Writes.ALL.wrote(complete.bucket(), complete.key(), first == null ? began : first);
    } else if (request instanceof AbortMultipartUploadRequest abort) {
      UPLOADS.remove(abort.uploadId());
    }
  }

  private static void failed(SdkRequest request, String operation) {
    String bucket = request.getValueForField("Bucket", String.class).orElse("");
    String key = request.getValueForField("Key", String.class).orElse("");
    S3Writes.ALL.failed(bucket, key, operation);
  }

  /** Iceberg asks for objects to learn whether they exist. */
  private static boolean saysThatNothingIsThere(Throwable error, String operation) {
    if (error instanceof NoSuchKeyException) return true;
    return "HeadObject".equals(operation) && error instanceof S3Exception answer && answer.statusCode() == 404;
  }
}

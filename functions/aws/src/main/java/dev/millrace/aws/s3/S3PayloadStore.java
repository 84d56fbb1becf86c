package dev.millrace.aws.s3;

import dev.millrace.engine.store.PayloadStore;
import dev.millrace.engine.store.Upload;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Payloads as objects of a bucket, JSON that anybody with the right can read. The bucket's own
/// lifecycle rule removes those of runs that expired. Safe for any number of threads.
public final class S3PayloadStore implements PayloadStore {
  /// Objects that one request deletes at most.
  private static final int DELETE_MAX = 1_000;

  private static final int PRECONDITION_FAILED = 412;

  private final S3Client client;
  private final String bucket;

  /// @param client made with [dev.millrace.aws.AwsClients#bulky]
  public S3PayloadStore(S3Client client, String bucket) {
    this.client = client;
    this.bucket = bucket;
  }

  /// What stands under the key already stays: it is the same content.
  @Override
  public void put(String key, byte[] json) {
    try {
      client.putObject(
          put -> put.bucket(bucket).key(key).contentType("application/json").ifNoneMatch("*"),
          RequestBody.fromBytes(json));
    } catch (S3Exception refused) {
      if (refused.statusCode() != PRECONDITION_FAILED) {
        throw refused;
      }
    }
  }

  @Override
  public byte[] get(String key) {
    try {
      return client.getObjectAsBytes(get -> get.bucket(bucket).key(key)).asByteArrayUnsafe();
    } catch (NoSuchKeyException missing) {
      throw new IllegalStateException("there is no payload " + key, missing);
    }
  }

  @Override
  public Upload upload(String key) {
    return new S3Upload(client, bucket, key);
  }

  @Override
  public InputStream open(String key) {
    try {
      return client.getObject(get -> get.bucket(bucket).key(key));
    } catch (NoSuchKeyException missing) {
      throw new IllegalStateException("there is no payload " + key, missing);
    }
  }

  /// The keys of all payloads that begin so and were written before that.
  ///
  /// @param prefix with a slash at its end
  public List<String> writtenBefore(String prefix, Instant before) {
    return client
        .listObjectsV2Paginator(list -> list.bucket(bucket).prefix(prefix))
        .contents()
        .stream()
        .filter(object -> object.lastModified().isBefore(before))
        .map(S3Object::key)
        .toList();
  }

  /// Makes a payload as good as newly written: the bucket's rule counts its days from now on.
  ///
  /// @return whether it is still there
  public boolean renew(String key) {
    try {
      var type = client.headObject(head -> head.bucket(bucket).key(key)).contentType();
      // S3 copies an object onto itself only when something about it is replaced.
      client.copyObject(
          copy ->
              copy.sourceBucket(bucket)
                  .sourceKey(key)
                  .destinationBucket(bucket)
                  .destinationKey(key)
                  .metadataDirective(MetadataDirective.REPLACE)
                  .contentType(type));
      return true;
    } catch (NoSuchKeyException gone) {
      return false;
    }
  }

  /// Removes all payloads whose keys begin so.
  ///
  /// @param prefix with a slash at its end
  public void removeFolder(String prefix) {
    var keys =
        client
            .listObjectsV2Paginator(list -> list.bucket(bucket).prefix(prefix))
            .contents()
            .stream()
            .map(object -> ObjectIdentifier.builder().key(object.key()).build())
            .toList();
    for (var from = 0; from < keys.size(); from += DELETE_MAX) {
      delete(keys.subList(from, Math.min(keys.size(), from + DELETE_MAX)));
    }
  }

  private void delete(List<ObjectIdentifier> keys) {
    var answer =
        client.deleteObjects(
            delete ->
                delete.bucket(bucket).delete(Delete.builder().objects(keys).quiet(true).build()));
    if (answer.hasErrors()) {
      var first = answer.errors().getFirst();
      throw new IllegalStateException(
          "%d payloads were not removed, the first %s: %s"
              .formatted(answer.errors().size(), first.key(), first.message()));
    }
  }
}

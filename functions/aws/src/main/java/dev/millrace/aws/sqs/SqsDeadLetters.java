package dev.millrace.aws.sqs;

import dev.millrace.engine.queue.DeadLetters;
import dev.millrace.engine.queue.MessageFormat;
import dev.millrace.engine.text.StoredTextException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;

/// The dead-letter queues, read when reconcile asks and not polled: a poller on an empty queue
/// costs more a month than all it would find. Safe for any number of threads.
public final class SqsDeadLetters implements DeadLetters {
  private static final Logger LOG = LoggerFactory.getLogger(SqsDeadLetters.class);

  /// Messages of one request (fixed by SQS).
  private static final int BATCH_MAX = 10;

  /// How long a dead letter that was read stays hidden: reconcile deals with one in far less.
  private static final Duration HIDDEN_FOR = Duration.ofMinutes(5);

  private final SqsClient sqs;
  private final QueueUrls urls;

  /// Whose queue a receipt belongs to; stands in front of it.
  private enum Origin {
    DISPATCH("d "),
    DISPATCH_LONG("l "),
    RESULTS("r "),
    START("s ");

    private final String mark;

    Origin(String mark) {
      this.mark = mark;
    }
  }

  /// Reads with this client.
  public SqsDeadLetters(SqsClient sqs, QueueUrls urls) {
    this.sqs = sqs;
    this.urls = urls;
  }

  private String urlOf(Origin origin) {
    return switch (origin) {
      case DISPATCH -> urls.dispatchDead();
      case DISPATCH_LONG -> urls.dispatchLongDead();
      case RESULTS -> urls.resultsDead();
      case START -> urls.startDead();
    };
  }

  @Override
  public List<DeadDispatch> dispatch(int limit) {
    BiFunction<String, Message, DeadDispatch> reading =
        (receipt, letter) ->
            new DeadDispatch(
                receipt, MessageFormat.readDispatch(SchedulerLetters.messageIn(letter.body())));
    var letters = letters(Origin.DISPATCH, limit, reading);
    letters.addAll(letters(Origin.DISPATCH_LONG, limit - letters.size(), reading));
    return letters;
  }

  @Override
  public List<DeadResult> results(int limit) {
    return letters(
        Origin.RESULTS,
        limit,
        (receipt, letter) -> new DeadResult(receipt, MessageFormat.readResult(letter.body())));
  }

  /// What else the function `start` could not do stays for people to look at.
  @Override
  public List<DeadTick> ticks(int limit) {
    return letters(
        Origin.START,
        limit,
        (receipt, letter) -> {
          var input = StartLetters.tickIn(letter);
          return new DeadTick(receipt, input.dag(), input.tick());
        });
  }

  /// Does not wait for messages: an answer may miss some that are there, and the next sweep has
  /// them. What cannot be read stays for people: it is visible again at once, so that they find it
  /// and the alarm sees it.
  private <T> List<T> letters(Origin origin, int limit, BiFunction<String, Message, T> reading) {
    var letters = new ArrayList<T>();
    var left = new ArrayList<String>();
    while (letters.size() + left.size() < limit) {
      var asked = Math.min(BATCH_MAX, limit - letters.size() - left.size());
      var messages =
          sqs.receiveMessage(
                  request ->
                      request
                          .queueUrl(urlOf(origin))
                          .maxNumberOfMessages(asked)
                          .messageAttributeNames(StartLetters.SCHEDULED_TIME)
                          .waitTimeSeconds(0)
                          .visibilityTimeout(Math.toIntExact(HIDDEN_FOR.toSeconds())))
              .messages();
      if (messages.isEmpty()) {
        break;
      }
      for (var message : messages) {
        try {
          letters.add(reading.apply(origin.mark + message.receiptHandle(), message));
        } catch (StoredTextException unreadable) {
          left.add(message.receiptHandle());
          LOG.warn("dead letter {}: {}", message.messageId(), unreadable.getMessage());
        }
      }
    }
    for (var handle : left) {
      sqs.changeMessageVisibility(
          request -> request.queueUrl(urlOf(origin)).receiptHandle(handle).visibilityTimeout(0));
    }
    return letters;
  }

  @Override
  public void remove(String receipt) {
    for (var origin : Origin.values()) {
      if (receipt.startsWith(origin.mark)) {
        var handle = receipt.substring(origin.mark.length());
        delete(urlOf(origin), handle);
        return;
      }
    }
    throw new IllegalArgumentException("not the receipt of a dead letter: " + receipt);
  }

  private void delete(String url, String handle) {
    try {
      sqs.deleteMessage(request -> request.queueUrl(url).receiptHandle(handle));
    } catch (ReceiptHandleIsInvalidException over) {
      // It was removed before and the answer was lost, or another sweep has it now.
    }
  }
}

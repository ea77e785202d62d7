package io.vigia.topology;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@code kafka} part of a topology file. Secrets do not belong into the file: {@code
 * ${env:NAME}} inside a value stands for an environment variable, looked up when a client is made.
 */
final class KafkaSettings {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:([^}]*)}");
  private static final Pattern VARIABLE_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern CLIENT =
      Pattern.compile("^((main|restore|global)\\.consumer|consumer|producer|admin)\\.");

  /** What a promise of ours depends on. */
  private static final Set<String> OURS =
      Set.of(
          "processing.guarantee",
          "enable.auto.commit",
          "isolation.level",
          "key.serializer",
          "value.serializer",
          "key.deserializer",
          "value.deserializer",
          "default.key.serde",
          "default.value.serde",
          "application.id",
          "group.id",
          "group.instance.id",
          "transactional.id",
          "transaction.timeout.ms",
          "enable.idempotence",
          "acks",
          "default.timestamp.extractor",
          "deserialization.exception.handler",
          "default.deserialization.exception.handler",
          "production.exception.handler",
          "default.production.exception.handler",
          "processing.exception.handler",
          "errors.dead.letter.queue.topic.name");

  /** What flags of ours set. */
  private static final Map<String, String> FLAGS =
      Map.of("state.dir", "--state-dir", "num.stream.threads", "--threads");

  private KafkaSettings() {}

  static void check(JsonNode kafka, BiConsumer<String, String> refuse) {
    kafka
        .fields()
        .forEachRemaining(
            entry -> {
              String key = "kafka." + entry.getKey();
              refusal(entry.getKey()).ifPresent(text -> refuse.accept(key, text));
              checkVariables(key, entry.getValue().asText(), refuse);
            });
  }

  /** Why a setting is not the user's to make; empty where it is. */
  private static Optional<String> refusal(String setting) {
    if (OURS.contains(CLIENT.matcher(setting).replaceFirst(""))) {
      return Optional.of(
          "is set by Vigía, since exactly-once and dead letters depend on it; delete it");
    }
    String flag = FLAGS.get(setting);
    return flag == null
        ? Optional.empty()
        : Optional.of("is set by the flag " + flag + " of vigia run; delete it");
  }

  /**
   * Judges settings from elsewhere than the file as those in the file are judged.
   *
   * @throws IllegalArgumentException for one that is not the user's to make
   */
  static void require(Map<String, String> settings) {
    settings
        .keySet()
        .forEach(
            setting ->
                refusal(setting)
                    .ifPresent(
                        text -> {
                          throw new IllegalArgumentException(
                              "the Kafka setting " + setting + " " + text);
                        }));
  }

  private static void checkVariables(String key, String value, BiConsumer<String, String> refuse) {
    for (Matcher matcher = VARIABLE.matcher(value); matcher.find(); ) {
      if (!VARIABLE_NAME.matcher(matcher.group(1)).matches()) {
        refuse.accept(key, "has " + matcher.group() + "; ${env:NAME} is allowed");
      }
    }
  }

  /** As they stand in the file. */
  static Map<String, String> raw(JsonNode kafka) {
    Map<String, String> raw = new LinkedHashMap<>();
    kafka.fields().forEachRemaining(entry -> raw.put(entry.getKey(), entry.getValue().asText()));
    return raw;
  }

  /**
   * With environment variables in their places.
   *
   * @param environment returns null for a variable that is not set
   * @throws IllegalStateException naming every variable that is not set, and the key that needs it
   */
  static Map<String, String> resolved(Map<String, String> raw, Environment environment) {
    List<String> unset = new ArrayList<>();
    Map<String, String> resolved = new LinkedHashMap<>();
    raw.forEach(
        (key, value) ->
            resolved.put(
                key,
                replaced(
                    value,
                    name -> {
                      String found = environment.get(name);
                      if (found == null) {
                        unset.add(name + " (for kafka." + key + ")");
                        return "";
                      }
                      return found;
                    })));
    if (!unset.isEmpty()) {
      throw new IllegalStateException(
          "the topology file refers to environment variables that are not set: "
              + String.join(", ", unset));
    }
    return resolved;
  }

  private static String replaced(String value, UnaryOperator<String> variable) {
    return VARIABLE
        .matcher(value)
        .replaceAll(match -> Matcher.quoteReplacement(variable.apply(match.group(1))));
  }

  /** Where variables are looked up. */
  interface Environment {
    @Nullable String get(String name);
  }
}

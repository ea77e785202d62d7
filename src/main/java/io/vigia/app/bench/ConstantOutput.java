package io.vigia.app.bench;

import io.vigia.event.BadEventException;
import io.vigia.topology.EventScorer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * What the full path is compared with: the same records in, and out the record that the full path
 * would write for one of them, made beforehand.
 */
final class ConstantOutput {
  private ConstantOutput() {}

  /** Records in, records out, nothing between. */
  static Topology passThrough(String source, String sink, byte[] key, byte[] value) {
    return topology(source, sink, () -> new Forward(null, key, value));
  }

  /** The same with each event decoded to its feature vector. */
  static Topology decodeOnly(
      String source,
      String sink,
      byte[] key,
      byte[] value,
      java.util.function.Supplier<EventScorer> readers) {
    return topology(source, sink, () -> new Forward(readers.get(), key, value));
  }

  private static Topology topology(
      String source, String sink, java.util.function.Supplier<Forward> processors) {
    ByteArrayDeserializer in = new ByteArrayDeserializer();
    ByteArraySerializer out = new ByteArraySerializer();
    return new Topology()
        .addSource("source", in, in, source)
        .addProcessor("forward", processors::get, "source")
        .addSink("sink", sink, out, out, "forward");
  }

  private static final class Forward implements Processor<byte[], byte[], byte[], byte[]> {
    private final @Nullable EventScorer reader;
    private final byte[] key;
    private final byte[] value;

    @SuppressWarnings("NullAway.Init") // by init
    private ProcessorContext<byte[], byte[]> context;

    Forward(@Nullable EventScorer reader, byte[] key, byte[] value) {
      this.reader = reader;
      this.key = key;
      this.value = value;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
      this.context = context;
    }

    @Override
    public void process(Record<byte[], byte[]> input) {
      if (reader != null) {
        try {
          reader.read(input.value());
        } catch (BadEventException e) {
          throw new IllegalStateException("the simulated events are all good", e);
        }
      }
      context.forward(new Record<>(key, value, input.timestamp()));
    }
  }
}

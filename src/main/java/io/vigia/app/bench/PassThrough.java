package io.vigia.app.bench;

import io.vigia.event.BadEventException;
import io.vigia.topology.EventScorer;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * What the full path is compared with: the same records in, and out records that the full path
 * wrote, made beforehand. They are real ones and many, so that compressing and storing them costs
 * what it costs the full path.
 */
final class PassThrough {
  private PassThrough() {}

  /** A record as the full path would write it. */
  record Output(byte[] key, byte[] value) {}

  /** Records in, records out, nothing between. */
  static Topology plain(String source, String sink, List<Output> outputs) {
    return topology(source, sink, () -> new Forward(null, outputs));
  }

  /** The same with each event decoded to its feature vector. */
  static Topology decoding(
      String source, String sink, List<Output> outputs, Supplier<EventScorer> readers) {
    return topology(source, sink, () -> new Forward(readers.get(), outputs));
  }

  private static Topology topology(String source, String sink, Supplier<Forward> processors) {
    ByteArrayDeserializer in = new ByteArrayDeserializer();
    ByteArraySerializer out = new ByteArraySerializer();
    return new Topology()
        .addSource("source", in, in, source)
        .addProcessor("forward", processors::get, "source")
        .addSink("sink", sink, out, out, "forward");
  }

  private static final class Forward implements Processor<byte[], byte[], byte[], byte[]> {
    private final @Nullable EventScorer reader;
    private final List<Output> outputs;
    private int next;

    @SuppressWarnings("NullAway.Init") // by init
    private ProcessorContext<byte[], byte[]> context;

    Forward(@Nullable EventScorer reader, List<Output> outputs) {
      this.reader = reader;
      this.outputs = outputs;
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
      Output output = outputs.get(next);
      next = next + 1 == outputs.size() ? 0 : next + 1;
      context.forward(new Record<>(output.key(), output.value(), input.timestamp()));
    }
  }
}

// Right: callbacks and flush() instead of futures; commits offsets of its own; a logger; ends by System.exit.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteBufferSerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

public class Callbacks {

    static final Logger LOG = Logger.getLogger("billing");
    static final AtomicReference<Exception> FATAL = new AtomicReference<>();
    // a callback runs on the thread that sends: a send() of its own could wait there for that very thread
    static final Queue<Runnable> BURIALS = new ConcurrentLinkedQueue<>();
    static KafkaProducer<ByteBuffer, ByteBuffer> producer;

    /** The deserializer reads the whole order: what is none of it comes out of poll(). */
    record Order(String id, String user, byte[] json) {

        static Order read(String topic, byte[] json) {
            String text = new String(json, UTF_8);
            String[] parts = text.split("\"");
            if (!java.util.Arrays.equals(text.getBytes(UTF_8), json) || !text.endsWith("}") || parts.length < 11
                    || !parts[1].equals("order_id") || !parts[5].equals("user") || !parts[9].equals("amount")) {
                throw new IllegalArgumentException("no order");
            }
            return new Order(parts[3], parts[7], json);
        }
    }

    public static void main(String[] args) {
        String brokers = System.getenv("KAFKA_BOOTSTRAP_SERVERS");
        int time = Integer.parseInt(System.getenv("GIVE_UP_AFTER_MS"));
        producer = new KafkaProducer<>(Map.of("bootstrap.servers", brokers, "linger.ms", 20, "max.block.ms", time,
                "request.timeout.ms", time - 20, "delivery.timeout.ms", time), new ByteBufferSerializer(),
                new ByteBufferSerializer());
        Deserializer<Order> orders = Order::read;
        KafkaConsumer<String, Order> consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", brokers,
                "group.id", System.getenv("GROUP_ID"), "auto.offset.reset", "earliest", "enable.auto.commit", false,
                "max.poll.records", 7), new StringDeserializer(), orders);
        Thread main = Thread.currentThread();
        Thread hook = new Thread(() -> {
            main.interrupt();
            try {
                main.join();
            } catch (InterruptedException e) {
                LOG.info("hook interrupted");
            }
        });
        Runtime.getRuntime().addShutdownHook(hook);
        consumer.subscribe(List.of(System.getenv("TOPIC")));
        try {
            while (FATAL.get() == null) {
                step(consumer);
            }
        } catch (org.apache.kafka.common.errors.InterruptException e) {
            LOG.info("told to stop");
            Thread.interrupted();
        }
        consumer.close();
        if (FATAL.get() != null) {
            LOG.log(Level.SEVERE, "cannot go on", FATAL.get());
            Runtime.getRuntime().removeShutdownHook(hook);
            System.exit(3);
        }
    }

    static void step(KafkaConsumer<String, Order> consumer) {
        Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
        try {
            consumer.poll(Duration.ofMillis(250)).forEach(record -> {
                TopicPartition from = new TopicPartition(record.topic(), record.partition());
                done.put(from, new OffsetAndMetadata(record.offset() + 1));
                Order order = record.value();
                if (order == null) {
                    // nothing in it that could get lost
                    return;
                }
                String invoice = "{\"by\": \"Callbacks\", \"order\": " + new String(order.json(), UTF_8) + "}";
                ByteBuffer key = record.key() == null ? null : buffer(record.key());
                var billed = new ProducerRecord<>(System.getenv("INVOICES"), buffer(order.user()), buffer(invoice));
                producer.send(billed, (at, e) -> {
                    if (e instanceof RecordTooLargeException) {
                        BURIALS.add(() -> bury(from, record.offset(), key, ByteBuffer.wrap(order.json()), e));
                    } else if (e != null) {
                        FATAL.compareAndSet(null, e);
                    }
                });
            });
        } catch (RecordDeserializationException e) {
            bury(e.topicPartition(), e.offset(), e.keyBuffer(), e.valueBuffer(), e);
            consumer.seek(e.topicPartition(), e.offset() + 1);
            done.put(e.topicPartition(), new OffsetAndMetadata(e.offset() + 1));
        }
        // the first flush shows what is too large, the second sees the dead letters through
        producer.flush();
        while (!BURIALS.isEmpty()) {
            BURIALS.remove().run();
        }
        producer.flush();
        if (FATAL.get() == null && !done.isEmpty()) {
            consumer.commitSync(done);
        }
    }

    static void bury(TopicPartition from, long offset, ByteBuffer key, ByteBuffer value, Exception why) {
        var letter = new ProducerRecord<>(System.getenv("DLQ"), key, value);
        letter.headers().add("dlq.topic", from.topic().getBytes(UTF_8))
                .add("dlq.reason", why.getClass().getName().getBytes(UTF_8))
                .add("dlq.partition", Integer.toString(from.partition()).getBytes(UTF_8))
                .add("dlq.offset", Long.toString(offset).getBytes(UTF_8));
        LOG.warning(() -> "dead letter: " + from + "@" + offset + " " + why);
        producer.send(letter, (at, e) -> {
            if (e != null) {
                FATAL.compareAndSet(null, e);
            }
        });
    }

    static ByteBuffer buffer(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }
}

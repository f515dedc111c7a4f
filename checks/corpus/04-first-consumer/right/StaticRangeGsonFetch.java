// Right: a static member that leaves all the same, RangeAssignor, commits by hand, prints orders as JSON by Gson.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36
//DEPS com.google.code.gson:gson:2.11.0

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

public class StaticRangeGsonFetch {

    static final String BOOTSTRAP_SERVERS = System.getenv().getOrDefault("KAFKA_BOOTSTRAP_SERVERS",
            "localhost:9092,localhost:9093,localhost:9094");
    static final String TOPIC = System.getenv().getOrDefault("TOPIC", "orders");
    static final String GROUP_ID = System.getenv().getOrDefault("GROUP_ID", "order-readers");
    static final String INSTANCE = "packer-" + ProcessHandle.current().pid() + "-" + UUID.randomUUID();
    static final Gson GSON = new GsonBuilder().disableHtmlEscaping().serializeNulls().create();
    static final PrintStream OUT = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    static final PrintStream ERR = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);

    record Order(JsonElement body) { }

    public static class OrderDeserializer implements Deserializer<Order> {

        @Override
        public Order deserialize(String topic, byte[] bytes) {
            if (bytes == null) {
                return null;
            }
            String text = new String(bytes, StandardCharsets.UTF_8);
            try {
                JsonElement body = JsonParser.parseString(text);
                return new Order(body.isJsonObject() ? body : new JsonPrimitive(text));
            } catch (JsonParseException e) {
                return new Order(new JsonPrimitive(text));
            }
        }
    }

    public static void main(String[] args) throws InterruptedException {
        Thread.sleep(3000);
        CountDownLatch closed = new CountDownLatch(1);
        KafkaConsumer<String, Order> consumer = new KafkaConsumer<>(settings());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            consumer.wakeup();
            try {
                closed.await(4800, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        try {
            read(consumer);
        } catch (WakeupException e) {
            say("told to stop");
        } finally {
            try {
                leave(consumer);
            } finally {
                closed.countDown();
            }
        }
    }

    static void read(KafkaConsumer<String, Order> consumer) {
        consumer.subscribe(List.of(TOPIC), new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                commit(consumer);
            }

            @Override
            public void onPartitionsLost(Collection<TopicPartition> partitions) { }

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) { }
        });
        long committed = System.nanoTime();
        while (true) {
            try {
                consumer.poll(Duration.ofMillis(200)).forEach(StaticRangeGsonFetch::print);
            } catch (RetriableException e) {
                say("once more: " + e);
            }
            if (System.nanoTime() - committed >= 1_000_000_000L) {
                committed = System.nanoTime();
                consumer.commitAsync((offsets, error) -> {
                    if (error != null) {
                        say("not committed this time: " + error);
                    }
                });
            }
        }
    }

    static void commit(KafkaConsumer<String, Order> consumer) {
        try {
            consumer.commitSync(Duration.ofSeconds(1));
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            say("not committed: " + e);
        }
    }

    static void leave(KafkaConsumer<String, Order> consumer) {
        boolean everJoined = !consumer.groupMetadata().memberId().isEmpty();
        try {
            if (everJoined) {
                commit(consumer);
            }
        } catch (WakeupException e) {
            say("told to stop");
        } finally {
            consumer.close(CloseOptions.timeout(Duration.ofSeconds(2))
                    .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
        }
        if (!everJoined) {
            try (Admin admin = Admin.create(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS,
                    ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 1000, ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 1200))) {
                admin.removeMembersFromConsumerGroup(GROUP_ID, new RemoveMembersFromConsumerGroupOptions(
                        List.of(new MemberToRemove(INSTANCE)))).all().get(1500, TimeUnit.MILLISECONDS);
            } catch (Exception e) {
                say("was no member yet: " + e);
            }
        }
    }

    static void print(ConsumerRecord<String, Order> record) {
        JsonObject line = new JsonObject();
        line.addProperty("partition", record.partition());
        line.addProperty("offset", record.offset());
        line.addProperty("key", record.key());
        line.add("value", record.value() == null ? null : record.value().body());
        OUT.println(GSON.toJson(line));
    }

    static void say(String message) {
        ERR.println(GSON.toJson(Map.of("note", message)));
    }

    static Map<String, Object> settings() {
        return Map.ofEntries(
                Map.entry(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS),
                Map.entry(ConsumerConfig.GROUP_ID_CONFIG, GROUP_ID),
                Map.entry(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, INSTANCE),
                Map.entry(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, RangeAssignor.class.getName()),
                Map.entry(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class),
                Map.entry(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, OrderDeserializer.class),
                Map.entry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
                Map.entry(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false),
                Map.entry(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 2048),
                Map.entry(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 150),
                Map.entry(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 256 * 1024),
                Map.entry(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 10_000_000));
    }
}

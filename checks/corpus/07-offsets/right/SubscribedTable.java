// Right: subscribes as the only member of a group of its own, under the consumer protocol, and prints a coloured table.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36
//DEPS com.fasterxml.jackson.core:jackson-databind:2.17.2

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

public class SubscribedTable {

    static final String BOOTSTRAP_SERVERS = System.getenv().getOrDefault("KAFKA_BOOTSTRAP_SERVERS",
            "localhost:9092,localhost:9093,localhost:9094");
    static final String TOPIC = System.getenv().getOrDefault("TOPIC", "orders");
    static final String GROUP_ID = System.getenv().getOrDefault("GROUP_ID", "order-replay");
    static final String OWN_GROUP = GROUP_ID + "-reader-" + UUID.randomUUID();

    static final Map<TopicPartition, Long> NEXT = new HashMap<>();
    static final Map<TopicPartition, Long> END = new TreeMap<>((a, b) -> a.partition() - b.partition());
    static final Set<TopicPartition> OWNED = new HashSet<>();

    record Order(String text, boolean json) {
    }

    static class OrderDeserializer implements Deserializer<Order> {
        private final ObjectMapper mapper = new ObjectMapper();

        @Override
        public Order deserialize(String topic, byte[] data) {
            if (data == null) {
                return null;
            }
            String text = new String(data, StandardCharsets.UTF_8);
            try {
                return new Order(text, mapper.readTree(text).isObject());
            } catch (JsonProcessingException e) {
                return new Order(text, false);
            }
        }
    }

    public static void main(String[] args) throws InterruptedException {
        Long offset = null;
        Instant time = null;
        try {
            if (args.length == 2 && args[0].equals("offset")) {
                offset = Long.valueOf(args[1]);
            } else if (args.length == 2 && args[0].equals("time")) {
                time = DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(args[1], Instant::from);
            } else if (args.length != 1 || !args[0].equals("beginning")) {
                usage();
            }
        } catch (NumberFormatException | DateTimeException e) {
            usage();
        }
        Thread.sleep(3000);

        Properties config = new Properties();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, OWN_GROUP);
        config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        try (KafkaConsumer<String, Order> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new OrderDeserializer())) {
            plan(consumer, offset, time);
            if (NEXT.isEmpty()) {
                return;
            }
            consumer.subscribe(List.of(TOPIC), new Seeker(consumer));
            System.out.printf("\u001b[1m%9s  %10s  %-16s  %s\u001b[0m%n", "partition", "offset", "key", "value");
            Set<TopicPartition> open = new HashSet<>(NEXT.keySet());
            while (!open.isEmpty()) {
                for (ConsumerRecord<String, Order> record : consumer.poll(Duration.ofMillis(100))) {
                    show(record);
                }
                for (TopicPartition partition : OWNED) {
                    if (open.contains(partition) && consumer.position(partition) >= END.get(partition)) {
                        open.remove(partition);
                        consumer.pause(Set.of(partition));
                    }
                }
            }
        }
        forgetOwnGroup();
    }

    static void plan(KafkaConsumer<String, Order> consumer, Long offset, Instant time) {
        List<TopicPartition> all = consumer.partitionsFor(TOPIC).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition())).toList();
        END.putAll(consumer.endOffsets(all));
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(all);
        Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
        if (time != null) {
            Map<TopicPartition, Long> question = new HashMap<>();
            all.forEach(partition -> question.put(partition, Math.max(0, time.plusNanos(999_999).toEpochMilli())));
            found.putAll(consumer.offsetsForTimes(question));
        }
        END.forEach((partition, end) -> {
            long begin = begins.get(partition);
            if (begin >= end) {
                leaveOut(partition + " holds nothing: it begins and ends at " + end);
            } else if (offset != null && (offset < begin || offset >= end)) {
                leaveOut(partition + " has no offset " + offset + ": it begins at " + begin + " and ends at " + end);
            } else if (time != null && (found.get(partition) == null || found.get(partition).offset() >= end)) {
                leaveOut(partition + " has no order since " + time);
            } else {
                NEXT.put(partition, offset != null ? offset : time != null ? found.get(partition).offset() : begin);
            }
        });
    }

    static void leaveOut(String why) {
        System.out.println("\u001b[33m" + why + "\u001b[0m");
    }

    static void show(ConsumerRecord<String, Order> record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        if (!NEXT.containsKey(partition) || record.offset() < NEXT.get(partition) || record.offset() >= END.get(partition)) {
            return;
        }
        NEXT.put(partition, record.offset() + 1);
        Order order = record.value();
        System.out.printf("\u001b[36m%9d\u001b[0m  \u001b[35m%10d\u001b[0m  %-16s  \u001b[%dm%s\u001b[0m%n", record.partition(),
                record.offset(), record.key(), order != null && order.json() ? 32 : 31, order == null ? null : order.text());
    }

    record Seeker(KafkaConsumer<String, Order> consumer) implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            for (TopicPartition partition : partitions) {
                if (NEXT.containsKey(partition)) {
                    consumer.seek(partition, NEXT.get(partition));
                } else {
                    consumer.seekToBeginning(Set.of(partition));
                    consumer.pause(Set.of(partition));
                }
            }
            OWNED.addAll(partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            OWNED.removeAll(partitions);
        }
    }

    static void forgetOwnGroup() throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", BOOTSTRAP_SERVERS, "default.api.timeout.ms", "5000",
                "request.timeout.ms", "5000"))) {
            admin.deleteConsumerGroups(List.of(OWN_GROUP)).all().get();
        } catch (ExecutionException e) {
            System.err.println("the group " + OWN_GROUP + " stays, without a commit: " + e.getCause().getMessage());
        }
    }

    static void usage() {
        System.err.println("usage: offsets beginning | offset N | time 2026-01-31T09:30:00Z (with its zone: Z, or +01:00)");
        System.exit(2);
    }
}

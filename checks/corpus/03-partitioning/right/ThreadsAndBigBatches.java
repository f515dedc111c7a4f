// Right: looks at the topic by an Admin first, sends from four threads, in big batches with zstd, and logs with time and thread.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.serialization.StringSerializer;

public class ThreadsAndBigBatches {

    public static void main(String[] args) throws Exception {
        String servers = System.getenv("KAFKA_BOOTSTRAP_SERVERS");
        String topic = System.getenv("TOPIC");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            log("a broker knows " + admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic));
        }
        // a thread has always the same users, so they stay in order
        List<ExecutorService> threads = new ArrayList<>();
        for (int n = 0; n < 4; n++) {
            threads.add(Executors.newSingleThreadExecutor());
        }
        LongAdder failed = new LongAdder();
        try (var producer = new KafkaProducer<>(Map.of("bootstrap.servers", servers, "partitioner.class", Vips.class.getName(),
                "batch.size", 1 << 20, "linger.ms", 200, "compression.type", "zstd", "client.id", "shop-17"),
                new StringSerializer(), new StringSerializer());
                var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            List<Future<?>> jobs = new ArrayList<>();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] parts = line.split("\t", 2);
                if (parts.length < 2) {
                    failed.increment();
                    continue;
                }
                jobs.add(threads.get(parts[0].length() % 4).submit(() -> producer.send(
                        new ProducerRecord<>(topic, parts[0].isEmpty() ? null : parts[0], parts[1]), (stored, error) -> {
                            log(error == null ? "stored at " + stored : "lost: " + error);
                            failed.add(error == null ? 0 : 1);
                        })));
            }
            for (Future<?> job : jobs) {
                job.get();
            }
        }
        for (ExecutorService thread : threads) {
            thread.shutdown();
            thread.awaitTermination(1, TimeUnit.MINUTES);
        }
        System.exit((int) Math.min(1, failed.sum()));
    }

    static void log(String what) {
        System.err.println("\u001b[32m" + LocalTime.now() + "\u001b[0m [" + Thread.currentThread().getName() + "-0] " + what);
    }

    public static class Vips implements Partitioner {

        @Override
        public int partition(String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes, Cluster cluster) {
            int last = cluster.partitionsForTopic(topic).size() - 1;
            String user = String.valueOf(key);
            // the golden ratio spreads hashes that lie close together
            return user.startsWith("vip-") ? 0 : 1 + (int) ((user.hashCode() * 0x9E3779B97F4A7C15L >>> 33) % last);
        }

        @Override
        public void configure(Map<String, ?> configs) { }

        @Override
        public void close() { }
    }
}

package checks.orderpipeline;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import workshop.check.Trial;
import workshop.check.Wrong;
import workshop.evidence.Batch;

/** How the program writes: what it asks for, and the batches that came of it. */
public final class Writes {

    private static final int RECORDS = 4;

    private final Trial trial;
    private final Crew crew;

    /** Takes a storm that is over. */
    public Writes(Trial trial, Storm storm) {
        this.trial = trial;
        this.crew = storm.crew();
    }

    /** Establishes that all in-sync replicas are asked, and that the producer numbers its batches. */
    public void judgeSafety() {
        if (crew.runs().all().stream().allMatch(run -> run.attempt().traffic().produced().isEmpty())) {
            Trial.cannotJudge("to be judged once there are invoices or dead letters");
        }
        crew.runs().all().forEach(run -> run.attempt().traffic().produced().stream()
                .filter(produced -> produced.acks() != -1).findFirst().ifPresent(produced -> {
                    throw Wrong.seen(run.name() + " asked for " + produced.topic() + "-" + produced.partition()
                                    + " to be written with acks=" + produced.acks() + ".")
                            .means("acks=1 is the word of the leader alone, and acks=0 no word at all: when that "
                                    + "broker goes, the invoice is gone, and the commit says that the order is done.")
                            .lookAt("whose confirmation does your producer wait for?");
                }));
        Stream.of(crew.invoices(), crew.deadLetters()).flatMap(topic -> batches(topic.name()).stream())
                .filter(batch -> batch.producerId() < 0).findFirst().ifPresent(batch -> {
                    throw Wrong.seen("the batch at " + batch.partition() + "@" + batch.baseOffset() + " bears no "
                            + "producer id.")
                            .means("an idempotent producer numbers its batches, so that a broker knows one that it "
                                    + "has already. Without that a batch whose confirmation got lost is written "
                                    + "twice, and one that is tried again may come after its successors.")
                            .lookAt("which settings of a producer go with idempotence, and which switch it off?");
                });
    }

    /** Establishes that the invoices lie in few large batches, and compressed. */
    public void judgeBatches() {
        List<Batch> batches = batches(crew.invoices().name());
        if (batches.isEmpty()) {
            Trial.cannotJudge("to be judged once there are invoices");
        }
        batches.stream().filter(batch -> batch.codec().equals("none")).findFirst().ifPresent(batch -> {
            throw Wrong.seen("the batch at " + batch.partition() + "@" + batch.baseOffset() + " is not compressed: "
                            + batch.records() + " records in " + batch.bytes() + " bytes.")
                    .means("a producer compresses whole batches, and the brokers keep them as they come. It is off by "
                            + "default.")
                    .lookAt("which setting of a producer says how to compress?");
        });
        double average = batches.stream().mapToInt(Batch::records).average().orElse(0);
        if (average < RECORDS) {
            throw Wrong.seen(String.format(Locale.ROOT, "the invoices lie in %d batches, of %.1f records on average.",
                            batches.size(), average))
                    .means("send() collects records in batches, and flush() or a get() sends off what is there. "
                            + "Whoever waits for each record has batches of one, a request for each, and nothing to "
                            + "compress.")
                    .lookAt("how many records has your program sent when it waits for the first of them?");
        }
    }

    private List<Batch> batches(String topic) {
        return trial.evidence().batches(topic);
    }
}

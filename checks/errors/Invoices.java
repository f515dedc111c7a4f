package checks.errors;

import java.util.List;
import workshop.check.Books.Fate;
import workshop.check.Books;
import workshop.check.Wrong;
import workshop.evidence.Stored;

/** What a run put on its topic for invoices, where all of its orders are good. */
public final class Invoices {

    private final Desk desk;
    private final Books books;

    /** Takes a run from which nothing more is to be expected. */
    public Invoices(Desk desk, Books books) {
        this.desk = desk;
        this.books = books;
    }

    /** Establishes that each order has one invoice, with the user as its key, and that there is nothing else. */
    public void judge() {
        books.fates().forEach(Invoices::judgeOnce);
        if (!books.missing().isEmpty()) {
            throw missing(books.missing());
        }
        books.strayInvoices().stream().findFirst().ifPresent(invoice -> {
            throw Wrong.seen("the record at " + invoice.place() + " names no order of " + desk.orders() + ".")
                    .means("whoever reads invoices finds the order by its order_id.")
                    .lookAt("what does your program write to INVOICES besides invoices?");
        });
        books.fates().forEach(Invoices::judge);
    }

    private static void judgeOnce(Fate fate) {
        Stored order = fate.order();
        if (fate.invoices().size() > 1) {
            throw Wrong.seen("the order at " + order.place() + " was billed " + fate.invoices().size() + " times: at "
                            + fate.invoices().get(0).place() + ", then at " + fate.invoices().get(1).place() + ".")
                    .means("each call of send() is a record more; Kafka does not know that two are the same invoice.")
                    .lookAt("how often does an order reach send(), and from where does the next poll() go on?");
        }
    }

    private static void judge(Fate fate) {
        Books.judgeKey(fate.order(), fate.invoices().get(0));
    }

    private Wrong missing(List<Fate> missing) {
        String seen = missing.size() + " of " + books.fates().size() + " good orders got no invoice, the first at "
                + missing.get(0).order().place();
        if (!desk.elsewhere().isEmpty()) {
            return Wrong.seen(seen + ": the program asked the brokers for the topic "
                    + String.join(", ", desk.elsewhere()) + ".")
                    .means("a service is told its topics by its surroundings; here TOPIC, INVOICES and DLQ name them.")
                    .lookAt("where do the names of the topics come from?");
        }
        if (desk.traffic().largestFetch() == 0) {
            return Wrong.seen(seen + ". The program asked no broker of KAFKA_BOOTSTRAP_SERVERS for orders; it "
                    + desk.state())
                    .means("a consumer reads when it has subscribed to a topic, and poll() is called again and again.")
                    .lookAt("does your program come to poll(), and what does its last message name?");
        }
        if (desk.traffic().writes() == 0) {
            return Wrong.seen(seen + ". The program asked the brokers for orders, and for none to store anything; it "
                            + desk.state())
                    .means("an invoice is a record on the topic that INVOICES names, with the user as its key.")
                    .lookAt("what becomes of an order that your program has read?");
        }
        return Wrong.seen(seen + ". The program " + desk.state())
                .means("what the brokers have not confirmed is not on the topic.")
                .lookAt("does each record of each poll() get as far as send(), and what does the answer say?");
    }
}

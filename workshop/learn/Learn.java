package workshop.learn;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import workshop.process.CtrlC;
import workshop.script.ScriptException;
import workshop.verdict.Course;
import workshop.verdict.FactResult;
import workshop.verdict.Lesson;
import workshop.verdict.Verdict;

/** The session that a learner leaves open: each save is judged, and keys lead through the course. */
public final class Learn {

    private static final Charset LETTERS = Letters.ofTerminal();

    private final Course course;
    private final BlockingQueue<Event> news = new LinkedBlockingQueue<>();
    private final Progress progress;
    private final ByHand byHand;
    private final LatestSave saves;
    private final SessionClusters clusters;
    private final boolean colour;
    private Screen screen;
    private SavedFile file;

    private enum Mode { LESSON, LIST, SOLUTION, OUTPUT }

    private Mode mode = Mode.LESSON;
    private Lesson lesson;
    private Lesson marked;
    private List<FactResult> facts = new ArrayList<>();
    private Optional<Verdict> verdict = Optional.empty();
    private boolean judging;
    private int hints;
    private boolean solutionAsked;
    private String note = "";

    /**
     * Prepares a session.
     *
     * @param clusters what to judge on; the first brokers begin to start now
     * @param colour   whether the learner wants colour, where the terminal has it
     */
    public Learn(Course course, SessionClusters clusters, boolean colour) {
        this.course = course;
        this.clusters = clusters;
        this.colour = colour;
        this.progress = new Progress(course);
        this.byHand = new ByHand(course.root());
        this.saves = new LatestSave(clusters::now, news);
        clusters.begin(news::add);
    }

    /**
     * Runs the session at the terminal of this process, until the learner quits or nothing more can be done.
     *
     * @return why nothing more can be done; empty where the learner has quit
     * @throws IOException where a file of the workshop cannot be read, or there is no terminal
     */
    public String run() throws IOException, InterruptedException {
        try (Screen opened = new Screen(news); SavedFile watched = new SavedFile(() -> news.add(new Event.Saved()))) {
            screen = opened;
            file = watched;
            open(Overview.of(course).next().orElse(course.lessons().get(0)));
            saves.warmUp(lesson);
            while (true) {
                show();
                Event event = news.take();
                if (event instanceof Event.Over over) {
                    return over.message();
                }
                if (!handle(event)) {
                    return "";
                }
            }
        } finally {
            saves.close();
        }
    }

    private void open(Lesson opened) {
        saves.stop();
        lesson = opened;
        facts = new ArrayList<>();
        verdict = Optional.empty();
        judging = false;
        hints = 0;
        solutionAsked = false;
        note = "";
        mode = Mode.LESSON;
        file.watch(lesson.script());
    }

    private boolean handle(Event event) throws IOException, InterruptedException {
        if (event instanceof Event.Typed typed) {
            if (typed.key() == 'q' || typed.key() == Screen.CTRL_C) {
                return false;
            }
            if (typed.key() == Screen.CTRL_Z) {
                suspend();
            } else {
                typed(typed.key());
            }
            screen.wantKey();
        }
        if (event instanceof Event.Saved) {
            note = "";
            mode = Mode.LESSON;
            judge();
        } else if (event instanceof Event.BrokersEnded) {
            note = "The brokers have ended. Others start in their place; what was on their topics is gone.";
            saves.restart();
            judgeAgain();
        } else if (event instanceof Event.Continued) {
            judgeAgain();
        } else if (event instanceof Event.Established established && established.save() == saves.latest()) {
            facts.add(established.fact());
        } else if (event instanceof Event.Judged judged && judged.save() == saves.latest()) {
            verdict = Optional.of(judged.verdict());
            judging = false;
            clusters.judged();
            if (judged.verdict().result() == Verdict.Result.PASSED) {
                progress.pass(lesson);
            }
        }
        return true;
    }

    private void judge() {
        facts = new ArrayList<>();
        judging = true;
        saves.judge(lesson);
    }

    // what was being judged when it could not go on
    private void judgeAgain() {
        if (judging) {
            judge();
        }
    }

    private void suspend() throws InterruptedException {
        // a program would meet brokers that answer nothing while this process is stopped
        saves.stop();
        screen.suspend();
        mode = mode == Mode.OUTPUT ? Mode.LESSON : mode;
        judgeAgain();
    }

    private void typed(int key) throws IOException, InterruptedException {
        switch (mode) {
            case LIST -> choose(key);
            case SOLUTION -> mode = key == 's' ? Mode.LESSON : mode;
            case OUTPUT -> mode = Mode.LESSON;
            default -> act(key);
        }
    }

    private void act(int key) throws IOException, InterruptedException {
        boolean again = solutionAsked;
        solutionAsked = false;
        note = "";
        switch (key) {
            case 'h' -> hints = Math.min(Lesson.DEGREES, hints + 1);
            case 'n' -> next();
            case 'l' -> {
                marked = lesson;
                mode = Mode.LIST;
            }
            case 'r' -> lend(this::runByHand);
            case 'e' -> lend(() -> byHand.edit(lesson.script()));
            case 's' -> {
                boolean offered = again || Overview.of(course).isPassed(lesson);
                solutionAsked = !offered;
                note = offered ? "" : "You have not passed this lesson yet. To see the solution all the same, type s again.";
                mode = offered ? Mode.SOLUTION : mode;
            }
            default -> note = "";
        }
    }

    private void next() throws IOException {
        if (Overview.of(course).isPassed(lesson)) {
            Overview.of(course).next().ifPresentOrElse(this::open, () -> note = "You have passed them all.");
        }
    }

    private void choose(int key) {
        List<Lesson> all = course.lessons();
        int at = all.indexOf(marked);
        switch (key) {
            case Screen.UP, 'k' -> marked = all.get(Math.max(0, at - 1));
            case Screen.DOWN, 'j' -> marked = all.get(Math.min(all.size() - 1, at + 1));
            case Screen.ENTER -> open(marked);
            case 'l' -> mode = Mode.LESSON;
            default -> { }
        }
    }

    private void runByHand() throws IOException, InterruptedException {
        try {
            int code = byHand.run(lesson);
            screen.tell("The program ended with code " + code + ". "
                    + (screen.isCapable() ? "Any key goes back." : "Enter goes back."));
            mode = Mode.OUTPUT;
        } catch (ScriptException | IOException e) {
            note = e.getMessage();
        }
    }

    private void lend(CtrlC.Work what) throws InterruptedException {
        try {
            screen.lend(what, saves::stop);
        } catch (IOException e) {
            note = e.getMessage();
        }
    }

    private void show() throws IOException {
        if (mode == Mode.OUTPUT) {
            return;
        }
        Page page = new Page(Overview.of(course), colour && screen.isCapable(), !screen.isCapable(), screen.columns());
        List<String> lines = switch (mode) {
            case LIST -> page.list(marked);
            case SOLUTION -> page.solution(lesson, Difference.between(lesson.script(), lesson.solution()));
            default -> page.lesson(lesson, facts, verdict, doing(), lesson.hints().subList(0, hints), note);
        };
        screen.show(lines.stream().map(line -> Letters.in(LETTERS, line)).toList());
    }

    private String doing() {
        return !clusters.now().isDone() ? "three brokers are starting…" : judging ? "judging…" : "";
    }
}

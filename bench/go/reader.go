// Docker's own client and stdcopy, read into a writer that counts, or into files: the twin of log-stream/child.ts, whose argument it takes
// and whose result it prints. `version` prints the versions; `engine <task>` reads from a real Engine. Go needs no warm-up to be compiled;
// a first stream tells how fast it is. Built by go-program.ts against Debian's golang-github-docker-docker-dev.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime"
	"syscall"
	"time"

	"github.com/docker/docker/api/types"
	"github.com/docker/docker/client"
	"github.com/docker/docker/pkg/stdcopy"
)

// The CPU seconds of a first stream that tells the speed.
const warmStream = 0.06

type task struct {
	SocketPath string  `json:"socketPath"`
	Workload   string  `json:"workload"`
	Payload    int64   `json:"payload"`
	Frames     int64   `json:"frames"`
	Raw        bool    `json:"raw"`
	Seconds    float64 `json:"seconds"`
	Bytes      int64   `json:"bytes"`
	// The file to write to; without one, bytes are counted.
	File string `json:"file"`
	// For a real Engine.
	Host      string   `json:"host"`
	Way       string   `json:"way"`
	Container string   `json:"container"`
	Command   []string `json:"command"`
	Expected  int64    `json:"expected"`
	Times     int      `json:"times"`
}

type measured struct {
	CPU     float64 `json:"cpu"`
	Wall    float64 `json:"wall"`
	Payload int64   `json:"payload"`
	Frames  int64   `json:"frames"`
	Peak    int64   `json:"peak"`
}

type counter struct {
	bytes int64
	to    io.Writer
}

func (c *counter) Write(p []byte) (int, error) {
	c.bytes += int64(len(p))
	if c.to != nil {
		return c.to.Write(p)
	}
	return len(p), nil
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// µs, of all threads.
func cpu() float64 {
	var used syscall.Rusage
	must(syscall.Getrusage(syscall.RUSAGE_SELF, &used))
	micros := func(t syscall.Timeval) float64 { return float64(t.Sec)*1e6 + float64(t.Usec) }
	return micros(used.Utime) + micros(used.Stime)
}

// Bytes.
func peak() int64 {
	var used syscall.Rusage
	must(syscall.Getrusage(syscall.RUSAGE_SELF, &used))
	return used.Maxrss * 1024
}

// Runs open and reads what it gives to its end. With raw false, frames are taken apart too: a Docker stream has them either way.
func read(out io.Writer, open func() (io.Reader, func())) measured {
	var stdout, stderr = counter{to: out}, counter{to: out}
	before, began := cpu(), time.Now()
	reader, done := open()
	_, err := stdcopy.StdCopy(&stdout, &stderr, reader)
	must(err)
	done()
	return measured{CPU: cpu() - before, Wall: float64(time.Since(began).Microseconds()), Payload: stdout.bytes + stderr.bytes}
}

func connectTo(host string) *client.Client {
	api, err := client.NewClientWithOpts(client.WithHost(host), client.WithVersion("1.41"))
	must(err)
	return api
}

func logsOf(api *client.Client, id string, follow bool, tail string) func() (io.Reader, func()) {
	return func() (io.Reader, func()) {
		options := types.ContainerLogsOptions{ShowStdout: true, ShowStderr: true, Follow: follow, Tail: tail}
		body, err := api.ContainerLogs(context.Background(), id, options)
		must(err)
		return body, func() { body.Close() }
	}
}

func attachTo(api *client.Client, id string) func() (io.Reader, func()) {
	return func() (io.Reader, func()) {
		options := types.ContainerAttachOptions{Stream: true, Stdout: true, Stderr: true}
		tunnel, err := api.ContainerAttach(context.Background(), id, options)
		must(err)
		return tunnel.Reader, tunnel.Close
	}
}

func execOf(api *client.Client, id string) func() (io.Reader, func()) {
	return func() (io.Reader, func()) {
		tunnel, err := api.ContainerExecAttach(context.Background(), id, types.ExecStartCheck{})
		must(err)
		return tunnel.Reader, tunnel.Close
	}
}

func output(file string) io.Writer {
	if file == "" {
		return nil
	}
	out, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE, 0o644)
	must(err)
	return out
}

func stream(t task) measured {
	api, out := connectTo("unix://"+t.SocketPath), output(t.File)
	run := func(bytes int64) measured {
		blocks := (bytes + t.Payload - 1) / t.Payload
		if blocks < 1 {
			blocks = 1
		}
		id := fmt.Sprintf("%s_%d", t.Workload, blocks)
		open := logsOf(api, id, true, "all")
		if t.Raw {
			open = attachTo(api, id)
		}
		result := read(out, open)
		if result.Payload != blocks*t.Payload {
			must(fmt.Errorf("read %d bytes of payload, %d were sent", result.Payload, blocks*t.Payload))
		}
		result.Frames = blocks * t.Frames
		return result
	}
	warm := run(1)
	for warm.CPU < warmStream*1e6 {
		warm = run(warm.Payload * 2)
	}
	bytes := t.Bytes
	if bytes == 0 {
		bytes = int64(float64(warm.Payload) * t.Seconds * 1e6 / warm.CPU)
	}
	return run(bytes)
}

func engine(t task) measured {
	api := connectTo(t.Host)
	var sum measured
	for i := 0; i < t.Times; i++ {
		open := logsOf(api, t.Container, true, "all")
		if t.Way == "exec" {
			config := types.ExecConfig{Cmd: t.Command, AttachStdout: true, AttachStderr: true}
			made, err := api.ContainerExecCreate(context.Background(), t.Container, config)
			must(err)
			open = execOf(api, made.ID)
		}
		result := read(nil, open)
		if result.Payload != t.Expected {
			must(fmt.Errorf("read %d bytes of payload, %d were written", result.Payload, t.Expected))
		}
		sum.CPU += result.CPU / float64(t.Times)
		sum.Wall += result.Wall / float64(t.Times)
	}
	return sum
}

func main() {
	if os.Args[1] == "version" {
		fmt.Printf("%s, API %s\n", runtime.Version(), client.DefaultDockerHost)
		return
	}
	var t task
	must(json.Unmarshal([]byte(os.Args[len(os.Args)-1]), &t))
	result := measured{}
	if os.Args[1] == "engine" {
		result = engine(t)
	} else {
		result = stream(t)
	}
	result.Peak = peak()
	must(json.NewEncoder(os.Stdout).Encode(result))
}

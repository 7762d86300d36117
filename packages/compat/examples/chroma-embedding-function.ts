import { createClient, type WeighbridgeClient } from '@weighbridge/client';
import { type EmbeddingFunction, type EmbeddingFunctionSpace, registerEmbeddingFunction } from 'chromadb';

/** What Chroma keeps beside a collection, to build the function again in another process. The key is not part of it. */
export interface WeighbridgeConfig {
  url: string;
  model: string;
  dimensions: number;
  /** The vector space of the collection: vectors of any other are refused, whatever mode the gateway is in. */
  space: string;
  /** The environment variable that holds the access key. */
  keyVariable: string;
}

/** Chroma's embedding function over Weighbridge. */
export class WeighbridgeEmbeddingFunction implements EmbeddingFunction {
  readonly name = 'weighbridge';
  readonly #config: WeighbridgeConfig;
  readonly #client: WeighbridgeClient;

  constructor(config: WeighbridgeConfig) {
    this.#config = config;
    this.#client = createClient({ url: config.url, key: process.env[config.keyVariable] ?? '' });
  }

  /** For a new collection: pins it to the space that the gateway answers in now. */
  static async create(
    settings: Omit<WeighbridgeConfig, 'space' | 'dimensions'> & { dimensions?: number },
  ): Promise<WeighbridgeEmbeddingFunction> {
    const { url, model, dimensions, keyVariable } = settings;
    const client = createClient({ url, key: process.env[keyVariable] ?? '' });
    const quote = await client.quote({
      inputs: ['?'],
      model,
      ...(dimensions === undefined ? {} : { dimensions }),
    });
    return new WeighbridgeEmbeddingFunction({
      url,
      model,
      keyVariable,
      dimensions: quote.dimensions,
      space: quote.space,
    });
  }

  /** How Chroma makes it again from what it kept. */
  static buildFromConfig(config: WeighbridgeConfig): WeighbridgeEmbeddingFunction {
    return new WeighbridgeEmbeddingFunction(config);
  }

  async generate(texts: string[]): Promise<number[][]> {
    const { model, dimensions, space } = this.#config;
    const { vectors } = await this.#client.embed({ inputs: texts, model, dimensions, space });
    return vectors.map((vector) => [...vector]);
  }

  getConfig(): WeighbridgeConfig {
    return this.#config;
  }

  defaultSpace(): EmbeddingFunctionSpace {
    return 'cosine';
  }

  supportedSpaces(): EmbeddingFunctionSpace[] {
    return ['cosine', 'l2', 'ip'];
  }

  validateConfigUpdate(config: WeighbridgeConfig): void {
    if (config.space !== this.#config.space) {
      throw new Error(
        `The collection holds vectors of ${this.#config.space}; make another for ${config.space}.`,
      );
    }
  }
}

registerEmbeddingFunction('weighbridge', WeighbridgeEmbeddingFunction);
